"""The page of a trainee's employment, service, absence and counted time, with the sums in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from borealis.organisations.queries import arenas, name_of, organisations
from borealis.shell.language import localised
from borealis.shell.words import number
from borealis.trainees.models import Absence, Employment, GuideAppointment, Service
from borealis.trainees.queries.record import TrainingRecord
from borealis.trainees.queries.service import ServiceOverview, service_overview
from borealis.trainees.rules import PART1_KINDS, CountedTime, RegimeTime, may_be_undone, parameters_on
from borealis.trainees.wording import ABSENCE_WORDS, SERVICE_WORDS

SHOWN_DAYS = ("base", "counting_absence", "other_absence", "allowance", "deducted", "capped", "claimed")
SECTIONS = {
    "part1_hospital": "§ 2 (2), § 31 (1)–(3), (4) a, (5)",
    "part1_municipality": "§ 2 (2), § 31 (1)–(3), (4) b, (5)",
    "specialty": "§ 31 (1)–(3), (4) c",
    "other_specialty": "§ 31 (1)–(3), (4) c, (6)",
}
ALLOWANCE_SECTIONS = {"part1_hospital": "§ 31 (4) a", "part1_municipality": "§ 31 (4) b"}


@dataclass(frozen=True)
class RegimeRow:
    """One kind of service in the table of counted time, with how it was computed in words."""

    time: RegimeTime
    name: str
    sections: str
    steps: tuple[str, ...]


def service_page(trainee_id: int, now: dt.datetime, on: dt.date) -> dict[str, Any]:
    """Everything on the page, as of a day."""
    overview = service_overview(trainee_id, on)
    record, counted = overview.record, overview.a.counted
    return {
        "record": record,
        "counted": counted,
        "overview": overview,
        "sentence": _sentence(counted),
        "regimes": [
            RegimeRow(time, str(SERVICE_WORDS[time.kind]), SECTIONS[time.kind], steps_of(time, counted))
            for time in counted.regimes
            if time.base_days or time.claimed_days or time.kind != "other_specialty"
        ],
        "readings": readings_in_words(overview),
        "end": overview.a.end.day,
        "end_b": overview.b.end.day,
        "norm_month": overview.norm_month,
        "employments": _employments(record),
        "services": _services(record),
        "absences": [{"row": a, "kind": ABSENCE_WORDS[a.kind]} for a in reversed(record.absences)],
        "guides": list(reversed(record.guides)),
        "fresh": _fresh(trainee_id, now),
    }


def _sentence(counted: CountedTime) -> str:
    if counted.complete:
        return _("%(done)s av %(all)s måneder teller. Kravet til tid er oppfylt (§ 2).") % {
            "done": number(counted.total_months),
            "all": number(counted.required_months),
        }
    return _("%(done)s av %(all)s måneder teller. %(left)s gjenstår (§ 2).") % {
        "done": number(counted.total_months),
        "all": number(counted.required_months),
        "left": number(counted.left_months),
    }


def steps_of(time: RegimeTime, counted: CountedTime) -> tuple[str, ...]:
    """How one kind of service was computed, one sentence for each rule that took part."""
    days = {name: number(getattr(time, f"{name}_days")) for name in SHOWN_DAYS}
    parameters = parameters_on(counted.on)
    days["cap"] = number(float(parameters.other_specialty_cap_months))
    steps = [_("Bekreftet tjeneste, med deltid etter andel: %(base)s dager (§ 31 (1) og (2)).") % days]
    if time.counting_absence_days:
        steps.append(_("Ferie og kurs i tjenesten teller med: %(counting_absence)s dager (§ 31 (3)).") % days)
    if time.other_absence_days:
        steps.append(_allowance(time, counted, days))
    if time.capped_days and time.kind == "other_specialty":
        steps.append(
            _("En annen spesialitet teller høyst %(cap)s måneder: %(capped)s dager faller bort (§ 31 (6)).")
            % days
        )
    elif time.capped_days:
        steps.append(_("Del 1 har fast lengde: %(capped)s dager over den teller ikke (§ 2 (2)).") % days)
    elif time.kind in PART1_KINDS and time.counted_days > time.base_days - time.deducted_days:
        steps.append(_("Hele kalendermåneder fyller delen, også når de har litt færre dager (§ 2 (2))."))
    steps.append(
        _("Teller: %(days)s dager, som er %(months)s måneder à %(length)s dager.")
        % {
            "days": number(time.counted_days),
            "months": number(time.counted_months, 2),
            "length": number(float(parameters.days_per_month), 4),
        }
    )
    if time.claimed_days:
        steps.append(_("I tillegg kommer %(claimed)s dager som ikke er bekreftet (§ 31 (1)).") % days)
    return tuple(steps)


def _allowance(time: RegimeTime, counted: CountedTime, days: dict[str, str]) -> str:
    section = ALLOWANCE_SECTIONS.get(time.kind, "§ 31 (4) c")
    return _(
        "Annet fravær: %(other_absence)s dager. Av dem er %(allowance)s uten trekk, og %(deducted)s trekkes "
        "fra (%(section)s)."
    ) % {**days, "section": section}


def readings_in_words(overview: ServiceOverview) -> tuple[str, ...]:
    """The choices made where the text is open, each in a sentence."""
    parameters = parameters_on(overview.a.counted.on)
    numbers = {
        "rest": number(float(parameters.remaining_months)),
        "cap": number(float(parameters.other_specialty_cap_months)),
        "hospital": number(float(parameters.part1_hospital_allowance_days or 0)),
        "municipality": number(float(parameters.part1_municipality_allowance_days or 0)),
    }
    return (
        _(
            "Forskriften sier ikke hva de ti prosentene regnes av. Her er de regnet av tjenesten så langt "
            "(lesemåte A): %(a)s måneder teller. Regnet av de %(rest)s månedene som kreves (lesemåte B) teller "
            "%(b)s måneder."
        )
        % {
            "a": number(overview.a.counted.total_months),
            "b": number(overview.b.counted.total_months),
            "rest": numbers["rest"],
        },
        _("Anslaget for når kravet er oppfylt regner de ti prosentene av tjenesten slik den er da."),
        _("De %(hospital)s og %(municipality)s dagene i del 1 er regnet som kalenderdager.") % numbers,
        _("Fravær under deltid veier med samme andel som tjenesten."),
        _("Grensen på %(cap)s måneder er brukt etter deltid og fravær.") % numbers,
        _("Hele kalendermåneder fyller del 1, også når de har litt færre dager."),
    )


def _employments(record: TrainingRecord) -> list[dict[str, Any]]:
    places = {row.pk: row for row in organisations().values()}
    return [
        {"row": e, "place": name_of(places[e.department_id]) if e.department_id in places else ""}
        for e in reversed(record.employments)
    ]


def _services(record: TrainingRecord) -> list[dict[str, Any]]:
    known = arenas({s.arena for s in record.services if s.arena})
    return [
        {
            "row": s,
            "kind": SERVICE_WORDS[s.kind],
            "place": localised(known[s.arena], "name") if s.arena in known else s.place,
        }
        for s in reversed(record.services)
    ]


def _fresh(trainee_id: int, now: dt.datetime) -> dict[str, set[int]]:
    """The rows that may still be taken back, by kind of entry."""
    models: dict[str, Any] = {
        "employment": Employment,
        "service": Service,
        "absence": Absence,
        "guide": GuideAppointment,
    }
    found = {}
    for entry, model in models.items():
        rows = model.objects.filter(trainee_id=trainee_id).order_by("-pk").values_list("pk", "recorded_at")
        found[entry] = {pk for pk, recorded_at in rows if may_be_undone(recorded_at, now)}
    return found

"""«Klar til å søke?»: what § 29 requires, what is there, what is missing and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.curriculum.queries import goals_of
from borealis.organisations.queries import is_approved
from borealis.portfolio.dossier.keys import issuer_key
from borealis.portfolio.dossier.queries.content import brought_in
from borealis.portfolio.dossier.rules import Facts, Requirement, requirements
from borealis.portfolio.dossier.wording import REQUIREMENT_WORDS
from borealis.portfolio.models import Dossier
from borealis.shell.words import day_short, number
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states, training_record
from borealis.trainees.rules import counted_time, parameters_on

SHOWN_CODES = 12
PART1_KINDS = ("part1_hospital", "part1_municipality")


@dataclass(frozen=True)
class Line:
    """One requirement as the page shows it: what is there or missing, and where to go."""

    requirement: Requirement
    title: str
    detail: str
    action: str = ""
    url: str = ""


@dataclass(frozen=True)
class ReadyPage:
    """The page: the requirements, and what was taken out before."""

    lines: tuple[Line, ...]
    met: int
    taken_out: list[Dossier]
    did: str
    brought_in: Dossier | None

    @property
    def ready(self) -> bool:
        return self.met == len(self.lines)

    @property
    def sentence(self) -> str:
        if self.ready:
            return _("Alt er på plass. Last ned pakken og søk Helsedirektoratet.")
        words = ngettext("Én ting mangler.", "%(left)d ting mangler.", len(self.lines) - self.met)
        return words % {"left": len(self.lines) - self.met}


def ready_page(trainee: Trainee, on: dt.date) -> ReadyPage:
    """What is there and what is missing on a day."""
    facts = facts_of(trainee, on)
    lines = tuple(_line(requirement, facts, trainee.pk) for requirement in requirements(facts))
    return ReadyPage(
        lines=lines,
        met=sum(line.requirement.met for line in lines),
        taken_out=list(Dossier.objects.filter(trainee=trainee, direction="out").defer("content")[:5]),
        did=issuer_key().did,
        brought_in=Dossier.objects.filter(trainee=trainee, direction="in").defer("content").first(),
    )


def facts_of(trainee: Trainee, on: dt.date) -> Facts:
    """What is known of the training, in a fixed number of queries."""
    record, states = training_record(trainee.pk), goal_states(trainee.pk)
    goals = goals_of(record.goal_sets)
    left = tuple(goal.code for goal in goals if goal.pk not in states or states[goal.pk].state != "approved")
    parameters = parameters_on(on)
    a, b = (
        counted_time(record.services, record.absences, on, parameters.read_as(base))
        for base in ("served", "required")
    )
    return Facts(
        goals=len(goals),
        approved=len(goals) - len(left),
        goals_left=left,
        part1_completed_on=trainee.part1_completed_on,
        part1_exception=bool(trainee.part1_exception),
        counted_months=a.total_months,
        required_months=a.required_months,
        left_months=a.left_months,
        reading=a.reading,
        left_in_other_reading=b.left_months,
        services=len(record.services),
        unconfirmed=sum(service.confirmed_on is None for service in record.services),
        uncertified=_uncertified(trainee),
        licensed_on=trainee.licensed_on,
        approved_share=_approved_share(trainee, on),
    )


def _uncertified(trainee: Trainee) -> int:
    """Periods of service after part 1 without a certificate that both have signed, here or where the doctor came from.

    Part 1 is registered by the authority itself.
    """
    signed = trainee.certificates.filter(service=OuterRef("pk")).exclude(completed_at=None)
    later = trainee.services.exclude(kind__in=PART1_KINDS)
    periods = later.filter(~Exists(signed)).values_list("from_day", "to_day")
    before = {
        (entry["from_day"], entry["to_day"])
        for entry in (brought_in(trainee.pk) or {}).get("certificates", ())
    }
    return sum((first.isoformat(), last.isoformat()) not in before for first, last in periods)


def _approved_share(trainee: Trainee, on: dt.date) -> float | None:
    """The share of confirmed service in the specialty that was at an approved enterprise (§ 2 fifth paragraph)."""
    rows = trainee.services.filter(kind="specialty", confirmed_on__lte=on).select_related("arena")
    served: dict[int | None, int] = {}
    for row in rows:
        place = row.arena.department_id if row.arena else None
        served[place] = served.get(place, 0) + ((row.to_day - row.from_day).days + 1) * row.percent
    total = sum(served.values())
    if not total:
        return None
    return sum(days for place, days in served.items() if place and is_approved(place)) / total


def _line(requirement: Requirement, facts: Facts, trainee_id: int) -> Line:
    title = str(REQUIREMENT_WORDS[requirement.code])
    return Line(requirement, title, **_TOLD[requirement.code](requirement, facts, trainee_id))


def _goals(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    words = {"approved": facts.approved, "all": facts.goals}
    if requirement.met:
        return {"detail": _("%(approved)d av %(all)d.") % words}
    rest = len(facts.goals_left) - SHOWN_CODES
    codes = ", ".join(facts.goals_left[:SHOWN_CODES]) + (
        _(" og %(rest)d til") % {"rest": rest} if rest > 0 else ""
    )
    detail = _("%(approved)d av %(all)d. Mangler %(codes)s.") % {**words, "codes": codes}
    return _to("trainee_goals", trainee_id, detail, _("Se læringsmålene"))


def _part1(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    if facts.part1_completed_on is not None:
        return {"detail": _("Nådd %(day)s.") % {"day": day_short(facts.part1_completed_on)}}
    if facts.part1_exception:
        detail = _("Det er gjort et unntak (§ 18). Målene må nås før du søker; be lederen registrere dagen.")
    else:
        detail = _("Dagen er ikke registrert. Be lederen registrere den.")
    return {"detail": detail}


def _time(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    words = {
        "counted": number(facts.counted_months),
        "required": number(facts.required_months),
        "left": number(facts.left_months),
        "reading": facts.reading,
    }
    if requirement.met and facts.left_in_other_reading > 0:
        detail = _(
            "%(counted)s av %(required)s måneder med lesemåte %(reading)s. Med den andre lesemåten mangler det noe: "
            "spør Helsedirektoratet hvilken de bruker."
        )
    elif requirement.met:
        detail = _("%(counted)s av %(required)s måneder.")
    else:
        detail = _("%(counted)s av %(required)s måneder. Det mangler %(left)s.")
    return _to("trainee_service", trainee_id, detail % words, _("Se tjenesten"))


def _confirmed(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    if requirement.met:
        return {"detail": _("Alle %(all)d perioder.") % {"all": facts.services}}
    if not facts.services:
        return _to("trainee_service", trainee_id, _("Ingen tjeneste er registrert."), _("Se tjenesten"))
    words = ngettext(
        "%(left)d av %(all)d periode er ikke bekreftet. Bare bekreftet tjeneste teller.",
        "%(left)d av %(all)d perioder er ikke bekreftet. Bare bekreftet tjeneste teller.",
        facts.services,
    )
    detail = words % {"left": facts.unconfirmed, "all": facts.services}
    return _to("trainee_service", trainee_id, detail, _("Se tjenesten"))


def _certified(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    if requirement.met:
        return {"detail": _("Alle perioder etter del 1. Del 1 hentes fra Helsepersonellregisteret.")}
    words = ngettext(
        "%(left)d periode etter del 1 mangler attest signert av leder og ansvarlig overlege.",
        "%(left)d perioder etter del 1 mangler attest signert av leder og ansvarlig overlege.",
        facts.uncertified or 0,
    )
    return _to("certificates", trainee_id, words % {"left": facts.uncertified or 0}, _("Se attestene"))


def _authorised(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    if facts.licensed_on is None:
        return {"detail": _("Dagen er ikke registrert. Be lederen registrere den.")}
    words = {"day": day_short(facts.licensed_on)}
    return {"detail": _("Registrert fra %(day)s. En lisens er ikke nok når du søker.") % words}


def _essential(requirement: Requirement, facts: Facts, trainee_id: int) -> dict[str, str]:
    if facts.approved_share is None:
        return {"detail": _("Ingen bekreftet tjeneste i spesialiteten er registrert.")}
    words = {"share": number(facts.approved_share * 100, 0)}
    return {
        "detail": _(
            "%(share)s %% av den bekreftede tjenesten i spesialiteten. Forskriften gir ikke noe tall; vi regner mer "
            "enn halvparten."
        )
        % words
    }


def _to(route: str, trainee_id: int, detail: str, action: str) -> dict[str, str]:
    return {"detail": detail, "action": action, "url": reverse(route, args=[trainee_id])}


_TOLD: dict[str, Any] = {
    "goals": _goals,
    "part1": _part1,
    "time": _time,
    "confirmed": _confirmed,
    "certified": _certified,
    "authorised": _authorised,
    "essential": _essential,
}

"""The department's page: who needs me, where does it jam?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.guidance.queries import guidance_findings
from borealis.organisations.queries import within
from borealis.overview.queries.findings import programme_findings, trainee_findings
from borealis.overview.queries.goals import bar_of
from borealis.overview.queries.places import bottleneck_of, heat_of
from borealis.overview.queries.portfolio import department_findings
from borealis.overview.queries.trainee import where_now
from borealis.overview.queries.ways import department_ways
from borealis.people.queries import Viewer
from borealis.plans.permissions import Reach, reach_of, signing_role
from borealis.plans.queries import StoredPlan, stored_plans
from borealis.plans.queries.charts import forecast_of
from borealis.plans.rules.comparison import waiting
from borealis.plans.rules.months import last_day
from borealis.plans.words import delay_words, state_word
from borealis.portfolio.signing.queries import waiting_ages
from borealis.programmes.queries import (
    CurrentProgramme,
    OfferSize,
    coverage_in,
    offer_size,
    programmes,
    programmes_visible,
)
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.addresses import addresses_of
from borealis.shell.findings import Finding
from borealis.shell.language import text_in
from borealis.shell.words import long_day, month_year, number
from borealis.trainees.permissions import registers_in
from borealis.trainees.queries import (
    GroupCount,
    TrainingRecord,
    goal_sums,
    trainees_of,
    training_records,
)
from borealis.trainees.rules import counted_time

ONE_YEAR = dt.timedelta(days=365)


def department_page(current: CurrentProgramme, name: str, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """The department's trainees that the viewer sees; what is true of them all together is ``whole_page``."""
    today = timezone.localdate(now)
    trainees = list(trainees_of(current.code, viewer).select_related(None))  # names come with the records
    pks = [trainee.pk for trainee in trainees]
    records, plans, goals = training_records(pks, planned=False), stored_plans(pks), goal_sums(pks)
    ends = [last_day(plan.content.planned_end) for plan in plans.values()]
    reach, words = reach_of(viewer), row_words(pks)
    more = department_findings(current, records, viewer, today)
    talks = guidance_findings(trainees, now, may_propose=False)
    rows = [
        row_of(
            records[pk],
            plans.get(pk),
            goals[pk],
            current.document,
            viewer,
            today,
            reach,
            words,
            [*more.get(pk, ()), *talks[pk]],
        )
        for pk in records
    ]
    offer = offer_size(current.document, today)
    return {
        "name": name,
        "code": current.code,
        "sentence": _sentence(current, len(rows), today),
        "facts": _facts(offer, plans, records, rows),
        "rows": sorted(rows, key=_pressing),
        "first": dt.date(today.year, 1, 1),
        "last": max([*ends, today + ONE_YEAR]) + ONE_YEAR,
        "ways": department_ways(
            current.code,
            decides=decides_in(viewer, current.department_id),
            registers=registers_in(viewer, current.department_id),
        ),
    }


def decides_in(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer decides on goals in a department, and so answers for what waits there."""
    return department_id in within(viewer.places_with("decide_goals"))


def whole_page(current: CurrentProgramme, name: str, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """What is true of the department as a whole, and where it jams: shown beneath its trainees."""
    today = timezone.localdate(now)
    pks = list(trainees_of(current.code, viewer).values_list("pk", flat=True))
    records, plans = training_records(pks, planned=False), stored_plans(pks)
    return {
        "name": name,
        "code": current.code,
        "findings": programme_findings(current, plans, records, coverage_in(current.document, today)),
        "heat": heat_of(current, {pk: plan.content for pk, plan in plans.items()}, records, today),
        "bottleneck": bottleneck_of(current),
        "signatures": waiting_ages(pks, now) if decides_in(viewer, current.department_id) else None,
    }


def _sentence(current: CurrentProgramme, trainees: int, today: dt.date) -> str:
    words = ngettext(
        "%(n)s lege i spesialisering. %(title)s. %(day)s.",
        "%(n)s leger i spesialisering. %(title)s. %(day)s.",
        trainees,
    )
    day = long_day(today)
    return words % {
        "n": trainees,
        "title": text_in(current.document.title),
        "day": day[:1].upper() + day[1:],
    }


@dataclass(frozen=True)
class RowWords:
    """What every row of a list says in the same words, and where the rows lead: asked for once for all of them."""

    of_goals: str
    of_months: str
    nowhere: str
    end: str
    time: str
    homes: Mapping[int, str]
    plans: Mapping[int, str]


def row_words(trainee_ids: Collection[int]) -> RowWords:
    """The words in the reader's language, with their gaps, and the addresses of the trainees' pages."""
    return RowWords(
        of_goals=_("av %(all)s"),
        of_months=_("av %(all)s md"),
        nowhere=_("Ikke i tjeneste nå"),
        end=_("Ventet ferdig %(month)s, %(delay)s"),
        time=_("%(months)s av %(all)s måneder teller, %(claimed)s venter på bekreftelse"),
        homes=addresses_of("trainee_home", trainee_ids),
        plans=addresses_of("plan", trainee_ids),
    )


def row_of(
    record: TrainingRecord,
    plan: StoredPlan | None,
    count: GroupCount,
    document: ProgrammeDocument,
    viewer: Viewer,
    today: dt.date,
    reach: Reach,
    words: RowWords,
    more: Iterable[Finding] = (),
) -> dict[str, Any]:
    """One trainee in a list. ``reach`` is where the viewer agrees to plans and runs the planner.

    ``more`` is what else needs somebody. The first finding is shown, the rest are folded.
    """
    goals = bar_of(count)
    content = plan.content if plan else None
    forecast = forecast_of(record, content, today)
    time = counted_time(record.services, record.absences, today)
    signing_as = signing_role(viewer, record.person_id, record.department_id, reach.agree)
    may_plan = record.department_id in reach.plan
    delay = delay_words(content) if content else ""
    findings = [
        *trainee_findings(record, plan, document, today, signing_as=signing_as, may_plan=may_plan),
        *more,
    ]
    pressing = [found for found in findings if found.severity == "attention"]
    return {
        "pk": record.trainee_id,
        "url": words.homes[record.trainee_id],
        "plan_url": words.plans[record.trainee_id],
        "name": record.name,
        "where": where_now(record, document, today) or words.nowhere,
        "approved": goals.approved,
        "goals": goals.total,
        "goals_of": words.of_goals % {"all": goals.total},
        "goal_parts": goals.parts,
        "goal_label": goals.label,
        "end": forecast.day if forecast else None,
        "earliest": forecast.earliest if forecast else None,
        "latest": forecast.latest if forecast else None,
        "norm": last_day(content.norm_end) if content else None,
        "waiting": waiting(content) if content else 0,
        "delay_words": delay,
        "end_label": words.end % {"month": month_year(forecast.day), "delay": delay}
        if forecast and content
        else "",
        "months": time.total_months,
        "months_required": time.required_months,
        "months_of": words.of_months % {"all": number(time.required_months)},
        "time_parts": (("reached", time.total_months), ("begun", time.claimed_months)),
        "time_label": words.time
        % {
            "months": round(time.total_months),
            "all": round(time.required_months),
            "claimed": round(time.claimed_months),
        },
        "plan_state": state_word(plan.state if plan else "missing"),
        "findings": pressing,
        "folded": pressing[1:],
        "folded_words": _folded_words(len(pressing) - 1, record.name),
    }


def _folded_words(more: int, name: str) -> str:
    if more < 1:
        return ""
    words = ngettext("%(n)s sak til om %(name)s", "%(n)s saker til om %(name)s", more)
    return words % {"n": more, "name": name}


def _pressing(row: Mapping[str, Any]) -> tuple[int, int, str]:
    """Those who need somebody first, then those who wait longest."""
    return (-len(row["findings"]), -row["waiting"], row["name"])


def _facts(
    offer: OfferSize,
    plans: Mapping[int, StoredPlan],
    records: Mapping[int, TrainingRecord],
    rows: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    agreed = sum(plan.agreed for plan in plans.values())
    waits = {pk: waiting(plan.content) for pk, plan in plans.items()}
    longest = max(waits, key=lambda pk: waits[pk], default=None)
    nearest = min((row for row in rows if row["end"]), key=lambda row: row["end"], default=None)
    return [
        {
            "term": _("Avtalte planer"),
            "value": str(agreed),
            "unit": _("av %(all)s") % {"all": len(records)},
            "why": _("resten venter på signatur") if agreed < len(records) else _("alle er signert"),
            "attention": False,
        },
        {
            "term": _("Ventetid i planene"),
            "value": str(sum(waits.values())),
            "unit": _("md samlet"),
            "why": _("mest hos %(name)s") % {"name": records[longest].name}
            if longest is not None and waits[longest]
            else _("ingen venter på plass"),
        },
        {
            "term": _("Neste ferdig"),
            "value": month_year(nearest["end"]) if nearest else "–",
            "why": nearest["name"] if nearest else "",
        },
        {
            "term": _("Læringsmål med arena"),
            "value": str(offer.offered),
            "unit": _("av %(all)s") % {"all": offer.goals},
            "why": _("alle kan nås") if offer.offered == offer.goals else _("noen mangler arena"),
            "attention": offer.offered < offer.goals,
        },
    ]


def guide_page(viewer: Viewer, records: Mapping[int, TrainingRecord], today: dt.date) -> dict[str, Any]:
    """The trainees that the viewer guides."""
    plans, goals = stored_plans(records), goal_sums(records)
    documents = {current.code: current.document for current in _programmes(records)}
    reach, said = reach_of(viewer), row_words(records)
    rows = [
        row_of(record, plans.get(pk), goals[pk], documents[record.programme_code], viewer, today, reach, said)
        for pk, record in records.items()
        if record.programme_code in documents
    ]
    words = ngettext("Du er veileder for %(n)s lege.", "Du er veileder for %(n)s leger.", len(rows))
    return {"sentence": words % {"n": len(rows)}, "rows": sorted(rows, key=_pressing)}


def _programmes(records: Mapping[int, TrainingRecord]) -> list[CurrentProgramme]:
    codes = {record.programme_code for record in records.values()}
    return [current for current in programmes() if current.code in codes]


def coordinator_page(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """Demand against places for each programme that the viewer sees."""
    sections = []
    for current in programmes_visible(viewer):
        pks = list(trainees_of(current.code, viewer).values_list("pk", flat=True))
        records, plans = training_records(pks), stored_plans(pks)
        waits = sum(waiting(plan.content) for plan in plans.values())
        offer = coverage_in(current.document, today)
        found: list[Finding] = programme_findings(current, plans, records, offer)
        sections.append(
            {
                "code": current.code,
                "title": text_in(current.document.title),
                "sentence": ngettext(
                    "%(n)s lege i spesialisering; %(waiting)s måneder ventetid i planene.",
                    "%(n)s leger i spesialisering; %(waiting)s måneder ventetid i planene.",
                    len(records),
                )
                % {"n": len(records), "waiting": waits},
                "heat": heat_of(current, {pk: p.content for pk, p in plans.items()}, records, today),
                "findings": found,
            }
        )
    words = ngettext("%(n)s program.", "%(n)s programmer.", len(sections))
    return {"sentence": words % {"n": len(sections)}, "programmes": sections}

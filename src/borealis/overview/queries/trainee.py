"""A trainee's first page: where am I, what next, when finished?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.courses.queries import course_findings
from borealis.overview.queries.findings import trainee_findings
from borealis.overview.queries.goals import goals_panel
from borealis.overview.queries.guidance import guidance_part
from borealis.overview.queries.portfolio import portfolio_findings, portfolio_part
from borealis.overview.queries.ways import trainee_ways
from borealis.people.queries import Viewer
from borealis.plans.permissions import may_plan, signing_role
from borealis.plans.queries import StoredPlan, stored_plan
from borealis.plans.queries.charts import (
    Forecast,
    course_table,
    forecast_of,
    stretches_of,
    timeline_of,
)
from borealis.plans.queries.pages import legend_of
from borealis.plans.rules.months import DAYS_PER_MONTH, first_day, last_day, span
from borealis.plans.words import end_sentence, phase_word, place_word
from borealis.programmes.queries import programme
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.findings import Finding
from borealis.shell.words import month_span, month_year, months_long, months_words, number
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import TrainingRecord, goal_counts, sum_of, training_record
from borealis.trainees.rules import CountedTime, counted_time, with_claims

COMING_SHOWN = 3


def trainee_home(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """Everything on a trainee's first page."""
    trainee_id, today = trainee.pk, timezone.localdate(now)
    record, plan = training_record(trainee_id), stored_plan(trainee_id)
    current = programme(record.programme_code)
    document = current.document if current else None
    content = plan.content if plan else None
    own = viewer.person_id == record.person_id
    signing_as = signing_role(viewer, record.person_id, record.department_id)
    forecast = forecast_of(record, content, today)
    chart = timeline_of(record, content, document, today)
    counted = counted_time(record.services, record.absences, today)
    plans = may_plan(viewer, record.department_id)
    findings = (
        trainee_findings(record, plan, document, today, signing_as=signing_as, may_plan=plans)
        if document
        else []
    )
    findings += portfolio_findings(record, trainee, document, viewer, today)
    findings += course_findings([trainee], today)[trainee_id]
    talks = guidance_part(trainee, viewer, now)
    findings += talks.pop("talk_findings")
    guide, groups = record.guide_on(today), goal_counts([trainee_id])[trainee_id]
    reached = sum_of(groups).approved == sum_of(groups).total and not counted.left_months
    return {
        "pk": trainee_id,
        "name": record.name,
        "own": own,
        "ways": trainee_ways() if own else [],
        "today": today,
        "months_done": _months_done(record, today),
        "months_required": counted.required_months,
        "where_now": where_now(record, document, today),
        "forecast": forecast.day if forecast else None,
        "range_words": range_words(forecast),
        "next": _apply(trainee_id, own) if reached else _next_step(plan, findings, document, today),
        "findings": [f for f in findings if f.severity == "attention"][0 if reached else 1 :],
        "chart": chart,
        "legend": legend_of(segment.kind for segment in chart.segments),
        "sentence": end_sentence(content) if content else _("Planen er ikke regnet ut ennå."),
        "table": [
            (month_span(row.first, row.last), row.place, f"{row.percent} %", number(row.months), row.state)
            for row in course_table(stretches_of(record, content, today), document, record)
        ],
        "coming": _coming(plan, document, today),
        "goals": goals_panel(groups),
        "time": time_rows(counted),
        **portfolio_part(trainee, viewer, now),
        **talks,
        "guide": _("%(name)s, siden %(day)s") % {"name": guide.name, "day": month_year(guide.from_day)}
        if guide
        else "",
    }


def _months_done(record: TrainingRecord, today: dt.date) -> float:
    """Counted months with what is claimed and soon confirmed: where the training stands."""
    return counted_time(with_claims(record.services), record.absences, today).total_months


def where_now(record: TrainingRecord, document: ProgrammeDocument | None, today: dt.date) -> str:
    """Where the trainee is today, in a few words."""
    away = [a for a in record.absences if a.from_day <= today <= a.to_day and a.percent == 100]
    if away:
        return _("%(what)s til %(month)s") % {
            "what": place_word(away[-1].kind, document),
            "month": month_year(away[-1].to_day),
        }
    here = [s for s in record.services if s.from_day <= today <= s.to_day]
    posts = [e for e in record.employments if e.from_day <= today and (e.to_day is None or today <= e.to_day)]
    words = [_share(place_word(s.arena or s.kind, document), s.percent) for s in here[-1:]]
    words += [_share(_("forskning"), e.research_percent) for e in posts if e.research_percent]
    return _(" og ").join(words)


def _share(what: str, percent: int) -> str:
    return _("%(what)s %(percent)s %%") % {"what": what, "percent": percent}


def range_words(forecast: Forecast | None) -> str:
    """The 80 per cent interval in words; a lone date is never shown without it."""
    if forecast is None:
        return ""
    if (forecast.earliest.year, forecast.earliest.month) == (forecast.latest.year, forecast.latest.month):
        return _("Sannsynlig %(month)s.") % {"month": month_year(forecast.latest)}
    return _("Sannsynlig mellom %(earliest)s og %(latest)s.") % {
        "earliest": month_year(forecast.earliest),
        "latest": month_year(forecast.latest),
    }


def _next_step(
    plan: StoredPlan | None, findings: list[Finding], document: ProgrammeDocument | None, today: dt.date
) -> dict[str, str]:
    """The most pressing thing: what waits for this reader, else the next stay."""
    pressing = next((f for f in findings if f.severity == "attention"), None)
    if pressing is not None:
        return {
            "title": pressing.title.rstrip("."),
            "detail": pressing.detail,
            "url": pressing.url,
            "action": pressing.action,
        }
    ahead = [s for s in (plan.content.stints if plan else ()) if first_day(s.first) > today]
    if plan is None or not ahead:
        return {"title": _("Ingen flere opphold"), "detail": "", "url": "", "action": ""}
    stint = ahead[0]
    return {
        "title": phase_word(stint.phase, document),
        "detail": _("%(arena)s, %(months)s.")
        % {
            "arena": place_word(stint.arena, document),
            "months": month_span(first_day(stint.first), last_day(stint.through)),
        },
        "url": reverse("plan", args=[plan.trainee_id]),
        "action": _("Åpne planen"),
    }


def _apply(trainee_id: int, own: bool) -> dict[str, str]:
    """The last step, once every goal is approved and the time is served (§ 29)."""
    return {
        "title": _("Søk om spesialistgodkjenning"),
        "detail": _("Alle mål er godkjent, og tiden er nådd."),
        "url": reverse("dossier_ready", args=[trainee_id]) if own else "",
        "action": _("Se om alt er på plass") if own else "",
    }


def _coming(
    plan: StoredPlan | None, document: ProgrammeDocument | None, today: dt.date
) -> list[dict[str, Any]]:
    ahead = [s for s in (plan.content.stints if plan else ()) if last_day(s.through) >= today]
    return [
        {
            "first": first_day(stint.first),
            "title": phase_word(stint.phase, document),
            "detail": _("%(arena)s, %(months)s til og med %(through)s")
            % {
                "arena": place_word(stint.arena, document),
                "months": months_long(len(span(stint.first, stint.through))),
                "through": month_year(last_day(stint.through)),
            },
        }
        for stint in ahead[:COMING_SHOWN]
    ]


def time_rows(counted: CountedTime) -> list[dict[str, str]]:
    """Counted time in a few lines, each with its §."""
    rows = [
        {"term": _("Bekreftet og tellende"), "value": months_words(counted.total_months), "quiet": "§ 31"},
    ]
    if counted.claimed_months:
        rows.append(
            {
                "term": _("Ikke bekreftet ennå"),
                "value": months_words(counted.claimed_months),
                "quiet": _("teller når attesten er signert, § 25 e"),
            }
        )
    deducted = sum(regime.deducted_days for regime in counted.regimes)
    if deducted:
        rows.append(
            {
                "term": _("Trukket for fravær"),
                "value": months_words(deducted / DAYS_PER_MONTH),
                "quiet": _("over 10 prosent, § 31"),
            }
        )
    rows.append(
        {
            "term": _("Igjen av %(months)s") % {"months": months_long(counted.required_months)},
            "value": months_words(counted.left_months),
            "quiet": "§ 2",
        }
    )
    return rows

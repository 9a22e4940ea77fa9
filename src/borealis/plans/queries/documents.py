"""A plan as files: a PDF for the meeting table, a calendar file for the trainee's own calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from borealis.plans.course_words import course_texts, named_in
from borealis.plans.queries.material import phases_of
from borealis.plans.queries.pages import open_goals_of, signature_rows, stint_row
from borealis.plans.queries.stored import stored_plan
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.months import first_day, last_day
from borealis.plans.rules.problem import BEGUN, ServiceDone, months_done
from borealis.plans.words import end_sentence, phase_word, place_word, state_word, unplaced_word
from borealis.programmes.queries import programme
from borealis.programmes.rules import Phase, ProgrammeDocument
from borealis.shell.language import text_in
from borealis.shell.pdf import make_pdf
from borealis.shell.words import day_short, month_span, months_long
from borealis.trainees.queries import TrainingRecord, training_record

TEMPLATE = Path(__file__).resolve().parents[1] / "print" / "plan.typ"


def plan_pdf(trainee_id: int, today: dt.date) -> bytes | None:
    """The individual plan (§ 25 a) as a tagged PDF, or None before a plan is computed."""
    record, plan = training_record(trainee_id), stored_plan(trainee_id)
    current = programme(record.programme_code)
    if plan is None or current is None:
        return None
    document, content = current.document, plan.content
    open_goals = open_goals_of(record, document)
    rows = [stint_row(stint, document) for stint in content.stints]
    return make_pdf(
        TEMPLATE,
        {
            "language": (get_language() or "nb")[:2],
            "title": _("Individuell plan for %(name)s") % {"name": record.name},
            "programme": text_in(document.title),
            "status": state_word(plan.state),
            "footer": _("Skrevet ut fra Borealis %(day)s") % {"day": day_short(today)},
            "summary": [end_sentence(content)],
            "stints_title": _("Opphold"),
            "columns": [_("Periode"), _("Fase"), _("Arena"), _("Måneder")],
            "stints": [
                [month_span(row.first, row.last), row.phase, row.arena, str(row.months)] for row in rows
            ],
            "missing_title": _("Dette fikk ikke plass"),
            "missing": [
                f"{phase_word(p.phase, document)}, {months_long(p.months)}: {unplaced_word(p.reason)}"
                for p in content.unplaced
            ],
            "courses_title": _("Kurs"),
            "courses": course_texts(content, named_in([content])),
            "goals_title": _("Læringsmål som gjenstår i hver fase"),
            "goals": [
                f"{text_in(phase.name)}: {', '.join(left)}"
                for phase in _taken(record, content, document)
                if (left := [code for code in phase.goals if code in open_goals])
            ]
            or [_("Ingen. Alle læringsmål i fasene er godkjent.")],
            "signatures_title": _("Signaturer"),
            "signatures": [
                {
                    "role": row["role"],
                    "name": row["name"] or _("mangler"),
                    "when": day_short(timezone.localdate(row["at"])) if row["at"] else "",
                }
                for row in signature_rows(plan)
            ],
            "digest": _("Planens kjennetegn: %(digest)s") % {"digest": plan.digest},
        },
    )


def _taken(record: TrainingRecord, content: PlanContent, document: ProgrammeDocument) -> list[Phase]:
    """The programme's phases without those that could be chosen, but are neither planned nor begun."""
    services = [
        ServiceDone(s.arena, s.from_day, s.to_day, s.percent)
        for s in record.services
        if s.kind == "specialty" and s.arena
    ]
    done = months_done(services, phases_of(document), content.phases)
    return [
        phase
        for phase in document.phases
        if not document.choice_of(phase.id) or phase.id in content.phases or done[phase.id] > BEGUN
    ]


def plan_calendar(trainee_id: int, now: dt.datetime) -> bytes | None:
    """The stints as whole-day events, with ids that stay when the plan is fetched again."""
    record, plan = training_record(trainee_id), stored_plan(trainee_id)
    current = programme(record.programme_code)
    if plan is None or current is None:
        return None
    document = current.document
    calendar = Calendar()
    calendar.add("prodid", "-//Borealis//Individual plan//NO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Utdanningsplan, %(name)s") % {"name": record.name})
    for stint in plan.content.stints:
        event = Event()
        event.add("uid", f"plan-{trainee_id}-{stint.phase}-{stint.first}@borealis")
        event.add("dtstamp", now)
        event.add("dtstart", first_day(stint.first))
        event.add("dtend", last_day(stint.through) + dt.timedelta(days=1))
        event.add("summary", f"{phase_word(stint.phase, document)}, {place_word(stint.arena, document)}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())

"""What the pages of plans show, ready to be rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.people.queries import Viewer
from borealis.plans.choice_words import chosen_words, planned_of
from borealis.plans.conflict_words import why_unplaced
from borealis.plans.course_words import course_change_words, course_lines, named_in
from borealis.plans.models import Proposal
from borealis.plans.permissions import may_plan, signing_role
from borealis.plans.queries.charts import gantt_blocks, lanes_of, timeline_of
from borealis.plans.queries.expected import expected_page
from borealis.plans.queries.stored import (
    StoredPlan,
    accepted_proposal,
    open_proposal,
    stored_plan,
    stored_plans,
    version_contents,
)
from borealis.plans.rules.comparison import compare, course_changes, waiting
from borealis.plans.rules.content import PlanContent, Stint
from borealis.plans.rules.months import first_day, last_day, span
from borealis.plans.rules.outcome import contents_from, impossible_from, waits_from
from borealis.plans.words import (
    assumption_words,
    delay_words,
    end_sentence,
    phase_word,
    place_word,
    proposal_word,
    state_word,
    wait_words,
)
from borealis.programmes.queries import CurrentProgramme, goals_of, programme
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.charts import EndMark
from borealis.shell.language import text_in
from borealis.shell.words import day_short, month_short, month_span, months_long
from borealis.trainees.queries import (
    TrainingRecord,
    goal_states,
    trainees_of,
    training_record,
    training_records,
)


@dataclass(frozen=True)
class Shown:
    """The trainee, as the head of a page says it."""

    pk: int
    name: str


@dataclass(frozen=True)
class StintRow:
    """A stint as a row of a table."""

    first: dt.date
    last: dt.date
    phase: str
    arena: str
    months: int
    goals_left: int = 0
    name: str = ""
    kind: str = ""


def legend_of(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """The kinds of a timeline with their words: only those that are drawn."""
    drawn = {*kinds, "forecast"}
    words = {
        "done": _("Ferdig"),
        "now": _("Nå"),
        "planned": _("Planlagt"),
        "leave": _("Permisjon"),
        "research": _("Forskning"),
        "waiting": _("Venter på plass"),
        "ghost": _("Ikke planlagt"),
        "forecast": _("Ventet ferdig, 80 %"),
    }
    return [(kind, word) for kind, word in words.items() if kind in drawn]


def stint_row(stint: Stint, document: ProgrammeDocument | None, **more: Any) -> StintRow:
    return StintRow(
        first=first_day(stint.first),
        last=last_day(stint.through),
        phase=phase_word(stint.phase, document),
        arena=place_word(stint.arena, document),
        months=len(span(stint.first, stint.through)),
        **more,
    )


def _goals_left(stint: Stint, document: ProgrammeDocument, open_goals: frozenset[str]) -> int:
    phase = document.phase(stint.phase)
    return len(open_goals.intersection(phase.goals)) if phase else 0


def open_goals_of(record: TrainingRecord, document: ProgrammeDocument) -> frozenset[str]:
    """The codes of goals that are not approved yet."""
    done = {pk for pk, found in goal_states(record.trainee_id).items() if found.state == "approved"}
    return frozenset(goal.code for goal in goals_of(document) if goal.pk not in done)


def plan_page(trainee_id: int, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """A trainee's plan: chart, table, signatures, versions. Raises Trainee.DoesNotExist."""
    record = training_record(trainee_id)
    found = programme(record.programme_code)
    document = found.document if found else None
    plan = stored_plan(trainee_id)
    content = plan.content if plan else None
    page: dict[str, Any] = {
        "trainee": Shown(trainee_id, record.name),
        "own": viewer.person_id == record.person_id,
        "programme_title": text_in(document.title) if document else "",
        "content": content,
        "status": _status(plan),
    }
    if plan is None or content is None or document is None:
        return page
    role = signing_role(viewer, record.person_id, record.department_id)
    chart = timeline_of(record, content, document, today)
    accepted = accepted_proposal(found.pk) if found else None
    impossible = impossible_from(accepted.reasons).get(str(trainee_id), []) if accepted else []
    open_goals = open_goals_of(record, document)
    return page | {
        "digest": plan.digest,
        "may_sign": role is not None and not plan.agreed and plan.signed_by(role) is None,
        "signing_as": role,
        "chart": chart,
        "legend": legend_of(segment.kind for segment in chart.segments),
        "sentence": end_sentence(content),
        "chosen": chosen_words(planned_of(content, document), document),
        "courses": course_lines(content, named_in([content])),
        "assumptions": assumption_words(),
        "reasons": _reasons(plan, accepted, document),
        "missing": [
            {
                "phase": phase_word(part.phase, document),
                "months": part.months,
                "why": why_unplaced(part, impossible, document),
            }
            for part in content.unplaced
        ],
        "from_month": first_day(content.first),
        "rows": [
            stint_row(stint, document, goals_left=_goals_left(stint, document, open_goals))
            for stint in content.stints
        ],
        "signatures": signature_rows(plan),
        "versions": [
            {"number": n, "frozen_at": at} for n, (_content, at) in version_contents(trainee_id).items()
        ][::-1],
    }


def _reasons(plan: StoredPlan, accepted: Proposal | None, document: ProgrammeDocument) -> list[str]:
    """What makes the plan end later than the agreed end, when something does."""
    if accepted is None or not waiting(plan.content):
        return []
    waits = waits_from(accepted.reasons).get(str(plan.trainee_id), [])
    return [wait_words(wait, document) for wait in waits]


def signature_rows(plan: StoredPlan) -> list[dict[str, Any]]:
    """Both who agree, with name and time when they have."""
    words = {"trainee": _("Lege i spesialisering"), "head": _("Leder")}
    rows = []
    for role, word in words.items():
        signed = plan.signed_by(role)
        rows.append(
            {"role": word, "name": signed.name if signed else "", "at": signed.at if signed else None}
        )
    return rows


def _status(plan: StoredPlan | None) -> str:
    if plan is None:
        return _("Planen er ikke regnet ut ennå.")
    if plan.agreed:
        return _("Avtalt. Gjelder som versjon %(number)s.") % {"number": plan.latest_version}
    waits = {
        "waits_for_trainee": _("Lederen har signert. Venter på legen i spesialisering."),
        "waits_for_head": _("Legen i spesialisering har signert. Venter på lederen."),
        "waits_for_both": _("Arbeidsplan. Ingen har signert ennå."),
    }[plan.state]
    if plan.latest_version:
        return _("%(state)s Versjon %(number)s gjelder til da.") % {
            "state": waits,
            "number": plan.latest_version,
        }
    return waits


def choices_of(trainee_id: int) -> dict[str, tuple[str, PlanContent]]:
    """All plans of a trainee that can be compared: frozen versions by number, and the working plan."""
    found = {
        str(n): (_("Versjon %(number)s") % {"number": n}, content)
        for n, (content, _at) in version_contents(trainee_id).items()
    }
    plan = stored_plan(trainee_id)
    if plan is not None:
        found["arbeid"] = (_("Arbeidsplanen"), plan.content)
    return found


def version_page(trainee_id: int, version: int, today: dt.date) -> dict[str, Any] | None:
    """One frozen version, or None when there is none with this number."""
    found = version_contents(trainee_id).get(version)
    if found is None:
        return None
    content, frozen_at = found
    record = training_record(trainee_id)
    current = programme(record.programme_code)
    document = current.document if current else None
    chart = timeline_of(record, content, document, today)
    return {
        "trainee": Shown(trainee_id, record.name),
        "number": version,
        "frozen_at": frozen_at,
        "chart": chart,
        "legend": legend_of(segment.kind for segment in chart.segments),
        "sentence": end_sentence(content),
        "rows": [stint_row(stint, document) for stint in content.stints],
    }


def compare_page(trainee_id: int, older: str, newer: str, today: dt.date) -> dict[str, Any] | None:
    """Two plans of one trainee above each other; None when one of them does not exist."""
    choices = choices_of(trainee_id)
    if older not in choices or newer not in choices:
        return None
    record = training_record(trainee_id)
    current = programme(record.programme_code)
    document = current.document if current else None
    (older_name, before), (newer_name, after) = choices[older], choices[newer]
    first = min(first_day(before.first), first_day(after.first))
    last = max(last_day(before.planned_end), last_day(after.planned_end)) + dt.timedelta(days=60)
    return {
        "trainee": Shown(trainee_id, record.name),
        "older_name": older_name,
        "newer_name": newer_name,
        "sentence": _compare_sentence(before, after),
        "courses": course_change_words(before, after, named_in([before, after])),
        "first": first,
        "last": last,
        "lanes": lanes_of(record, before, after, document, first),
        "changes": change_rows(record, before, after, document),
    }


def _compare_sentence(before: PlanContent, after: PlanContent) -> str:
    seen = compare(before, after)
    if not seen.changed:
        same = not course_changes(before, after)
        return _("Planene er like.") if same else _("Oppholdene er like, men ikke månedene for kurs.")
    return _("%(moved)s; %(end)s.") % {"moved": moved_words(len(seen.new)), "end": end_change(before, after)}


def end_change(before: PlanContent, after: PlanContent, same: str = "") -> str:
    """How much later a plan ends than another, or the words for the same; a plan that leaves something without a place
    has no end."""
    if after.missing:
        return _("%(months)s uten plass") % {"months": months_long(after.missing)}
    if before.missing:
        return _("alt får plass")
    months_later = compare(before, after).months_later
    return end_difference(months_later) if months_later or not same else same


def moved_words(stints: int) -> str:
    """How many stays are new or moved."""
    words = ngettext("%(n)s opphold er nytt eller flyttet", "%(n)s opphold er nye eller flyttet", stints)
    return words % {"n": stints}


def end_difference(months_later: int) -> str:
    if months_later == 0:
        return _("samme sluttdato")
    if months_later > 0:
        return ngettext("%(n)s md senere", "%(n)s md senere", months_later) % {"n": months_later}
    return ngettext("%(n)s md før", "%(n)s md før", -months_later) % {"n": -months_later}


def change_rows(
    record: TrainingRecord,
    before: PlanContent | None,
    after: PlanContent,
    document: ProgrammeDocument | None,
) -> list[StintRow]:
    """What is gone and what is new, by time."""
    seen = compare(before or after, after)
    rows = [stint_row(s, document, name=record.name, kind="gone") for s in seen.gone]
    rows += [stint_row(s, document, name=record.name, kind="new") for s in seen.new]
    return sorted(rows, key=lambda row: (row.first, row.kind))


def department_plans(current: CurrentProgramme, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """All plans of a programme as one Gantt, with proposals."""
    document = current.document
    records = training_records(trainees_of(current.code, viewer).values_list("pk", flat=True))
    plans = stored_plans(records)
    first = dt.date(today.year, today.month, 1)
    ends = [last_day(plan.content.planned_end) for plan in plans.values()]
    last = max([*ends, first + dt.timedelta(days=365)]) + dt.timedelta(days=60)
    pending = open_proposal(current.pk) if may_plan(viewer, current.department_id) else None
    agreed = sum(plan.agreed for plan in plans.values())
    rows = [
        _gantt_row(record, plans.get(pk), document, today, first)
        for pk, record in sorted(records.items(), key=lambda item: item[1].name)
    ]
    return {
        "code": current.code,
        "programme_title": text_in(document.title),
        "may_plan": may_plan(viewer, current.department_id),
        "sentence": _("%(agreed)s av %(all)s planer er avtalt.") % {"agreed": agreed, "all": len(records)},
        "first": first,
        "last": last,
        "rows": rows,
        "legend": [
            pair
            for pair in legend_of(b.kind for row in rows for b in row["blocks"])
            if pair[0] not in ("done", "forecast")
        ]
        + [("end", _("Ferdig"))],
        "table": [
            _table_row(records[pk].name, stint_row(stint, document))
            for pk in sorted(plans, key=lambda pk: records[pk].name)
            for stint in plans[pk].content.stints
        ],
        "expected": expected_page(current, today) if may_plan(viewer, current.department_id) else None,
        "open_proposal": pending,
        "open_sentence": proposal_summary(pending, plans) if pending else "",
        "earlier": [
            {"pk": p.pk, "made_at": p.made_at, "state_word": proposal_word(p.state)}
            for p in Proposal.objects.filter(programme_id=current.pk)
            .exclude(state="open")
            .defer("problem", "solution")[:10]
        ]
        if may_plan(viewer, current.department_id)
        else [],
    }


def _table_row(name: str, row: StintRow) -> tuple[object, ...]:
    return name, row.phase, row.arena, month_span(row.first, row.last), row.months


def _gantt_row(
    record: TrainingRecord,
    plan: StoredPlan | None,
    document: ProgrammeDocument,
    today: dt.date,
    first: dt.date,
) -> dict[str, Any]:
    content = plan.content if plan else None
    end = last_day(content.planned_end) if content else None
    return {
        "pk": record.trainee_id,
        "name": record.name,
        "state": state_word(plan.state if plan else "missing"),
        "end_words": f"{month_short(end)}, {delay_words(content)}" if end and content else "",
        "blocks": gantt_blocks(record, content, document, today, first),
        "ends": [EndMark(end)] if end else [],
        "label": _("%(name)s: %(state)s")
        % {
            "name": record.name,
            "state": end_sentence(content) if content else _("ingen plan ennå"),
        },
    }


def proposal_summary(proposal: Proposal, plans: Mapping[int, StoredPlan]) -> str:
    """What a proposal would change, in one sentence."""
    contents = contents_from(proposal.problem, proposal.facts, proposal.solution)
    before = sum(waiting(plans[int(pk)].content) for pk in contents if int(pk) in plans)
    after = sum(waiting(content) for content in contents.values())
    moved = sum(
        len(compare(plans[int(pk)].content, content).new)
        for pk, content in contents.items()
        if int(pk) in plans
    )
    if not moved and before == after:
        return _("Forslaget endrer ingen planer.")
    return _(
        "Forslaget flytter %(moved)s opphold og gir %(after)s måneder ventetid samlet, mot %(before)s i dag."
    ) % {
        "moved": moved,
        "after": after,
        "before": before,
    }


def made_words(proposal: Proposal) -> str:
    """When a proposal was made, short."""
    return _("Forslag laget %(day)s") % {"day": day_short(proposal.made_at.date())}

"""The common goals by area: what is reached, what is done here to reach them, and what each trainee has done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from borealis.curriculum.queries import goal_set, goals_of
from borealis.guidance.queries import groups_attended
from borealis.improvement.models import Member, Paper
from borealis.improvement.rules.areas import Done, standing
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.portfolio.activities.queries import kinds_by_goal
from borealis.portfolio.assessment.queries import numbers_by_form
from borealis.programmes.queries import programme_by_id
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.language import localised, text_in
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import visible_to
from borealis.trainees.queries import (
    GoalGroupView,
    GroupCount,
    approved_among,
    goal_counts,
    goals_with_state,
    sum_of,
)
from borealis.trainees.rules import SHOWN_STATES
from borealis.trainees.wording import SHOWN_WORDS

BAR_KINDS = {"approved": "reached", "submitted": "sent", "in_progress": "begun", "not_begun": "not_begun"}
OBSERVED = "assessment"


@dataclass(frozen=True)
class LocalActivity:
    """Something that is done here for goals, as the programme says it."""

    name: str
    kind: str
    codes: frozenset[str]
    form: str


@dataclass(frozen=True)
class Todo:
    """A local activity as one trainee stands to it: ``state`` is done, begun or none."""

    name: str
    state: str
    words: str


@dataclass(frozen=True)
class Area:
    """An area of the common goals with its bar, its goals and what is done here."""

    count: GroupCount
    bar: tuple[tuple[str, float], ...]
    label: str
    goals: tuple[tuple[str, str, str], ...]
    todo: tuple[Todo, ...]


def local_activities(document: ProgrammeDocument | None) -> tuple[LocalActivity, ...]:
    """What the programme offers for common goals: its research activities, then the others."""
    if document is None:
        return ()
    research = [
        LocalActivity(text_in(part.name), part.kind, frozenset((*part.goals, *part.earlier_goals)), "")
        for part in document.research.activities
    ]
    common = [
        LocalActivity(text_in(part.name), part.kind, frozenset((*part.goals, *part.earlier_goals)), part.form)
        for part in document.common_goals.activities
    ]
    return (*research, *common)


def done_by(trainee_ids: Iterable[int]) -> dict[int, Done]:
    """What trainees have done, in a handful of queries however many they are."""
    ids = list(trainee_ids)
    kinds, forms, groups = kinds_by_goal(ids), numbers_by_form(ids), groups_attended(ids)
    codes, projects = _codes_of(ids), _project_states(ids)
    papers = dict[int, list[str]]()
    for pk, state in Paper.objects.filter(trainee__in=ids).values_list("trainee_id", "state"):
        papers.setdefault(pk, []).append(state)
    return {
        pk: Done(
            {(kind, codes[goal]): n for (kind, goal), n in kinds.get(pk, {}).items() if goal in codes},
            forms.get(pk, {}),
            groups.get(pk, 0),
            tuple(projects.get(pk, ())),
            tuple(papers.get(pk, ())),
        )
        for pk in ids
    }


def watched_by(trainee_ids: Iterable[int]) -> dict[int, Done]:
    """The part of ``done_by`` that is watched: improvement work and assessments. No activities are read."""
    ids = list(trainee_ids)
    forms, projects = numbers_by_form(ids), _project_states(ids)
    return {pk: Done(forms=forms.get(pk, {}), projects=tuple(projects.get(pk, ()))) for pk in ids}


def _project_states(trainee_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Member.objects.filter(trainee__in=trainee_ids).values_list("trainee_id", "project__state")
    for pk, state in rows:
        found.setdefault(pk, []).append(state)
    return found


def _codes_of(trainee_ids: Sequence[int]) -> dict[int, str]:
    """The codes of all common goals that some trainees follow, by key."""
    sets = Trainee.objects.filter(pk__in=trainee_ids, goal_sets__common=True).order_by()
    found = goals_of(sorted(set(sets.values_list("goal_sets__code", flat=True))))
    return {goal.pk: goal.code for goal in found}


def common_page(trainee: Trainee) -> dict[str, Any]:
    """The common goals that a trainee follows, by set and area."""
    current = programme_by_id(trainee.programme_id)
    local = local_activities(current.document if current else None)
    done = done_by([trainee.pk])[trainee.pk]
    groups = [group for group in goals_with_state(trainee.pk) if group.count.common]
    sets: dict[str, list[Area]] = {}
    for group in groups:
        sets.setdefault(group.count.set_code, []).append(_area(group, local, done))
    total = sum_of(group.count for group in groups)
    return {
        "total": total,
        "sentence": _sentence(total),
        "sets": [(_set_name(code), areas) for code, areas in sets.items()],
        "further": _further(current.document if current else None),
        "legend": [(BAR_KINDS[s], SHOWN_WORDS[s], getattr(total, s)) for s in SHOWN_STATES],
    }


def _sentence(total: GroupCount) -> str:
    if not total.total:
        return _("Ingen felles kompetansemål er knyttet til legen ennå.")
    words = _("%(approved)s av %(total)s felles kompetansemål er godkjent.")
    return words % {"approved": total.approved, "total": total.total}


def _set_name(code: str) -> str:
    found = goal_set(code)
    return localised(found, "name") if found else code


def _further(document: ProgrammeDocument | None) -> list[str]:
    return [text_in(area) for area in document.common_goals.further_areas] if document else []


def _area(group: GoalGroupView, local: Iterable[LocalActivity], done: Done) -> Area:
    codes = {found.goal.code for found in group.goals}
    return Area(
        count=group.count,
        bar=bar_of(group.count),
        label=bar_label(group.count),
        goals=tuple(
            (found.goal.code, found.goal.title, str(SHOWN_WORDS[found.shown])) for found in group.goals
        ),
        todo=tuple(_todo(activity, codes, done) for activity in local if activity.codes & codes),
    )


def bar_of(count: GroupCount) -> tuple[tuple[str, float], ...]:
    """The counts as parts of a bar."""
    return tuple((BAR_KINDS[state], number) for state, number in count.parts())


def bar_label(count: GroupCount) -> str:
    """All the counts in words."""
    label = _("Av %(total)s: %(approved)s godkjent, %(waiting)s venter, %(begun)s i gang, %(rest)s ubegynt")
    return label % {
        "approved": count.approved,
        "waiting": count.submitted,
        "begun": count.in_progress,
        "rest": count.not_begun,
        "total": count.total,
    }


def _todo(activity: LocalActivity, codes: Iterable[str], done: Done) -> Todo:
    state, number = standing(activity.kind, sorted(activity.codes & set(codes)), activity.form, done)
    words = {"done": _("Gjort"), "begun": _("I gang"), "none": _("Ikke ført opp ennå")}[state]
    if number > 1:
        words = f"{words} ({number})"
    return Todo(activity.name[:1].upper() + activity.name[1:], state, words)


def department_goals(viewer: Viewer) -> list[dict[str, Any]]:
    """Everyone whom the viewer registers training for: common goals, improvement work, paper and communication."""
    places = within(viewer.places_with("register_training"))
    rows = visible_to(viewer).filter(programme__department_id__in=places).select_related("person")
    trainees = list(rows.order_by("person__name", "pk"))
    pks = [row.pk for row in trainees]
    counts, done = goal_counts(pks), done_by(pks)
    locals_of = {pk: _local_of(pk) for pk in {row.programme_id for row in trainees}}
    approved = approved_among(
        pks, {code for local in locals_of.values() for one in local for code in one.codes}
    )
    lines = []
    for row in trainees:
        local, reached = locals_of[row.programme_id], set(approved[row.pk].values())
        common = sum_of(count for count in counts[row.pk] if count.common)
        lines.append(
            {
                "pk": row.pk,
                "name": row.person.name,
                "count": common,
                "bar": bar_of(common),
                "label": bar_label(common),
                "improvement": _of_kind(local, "improvement_project", done[row.pk], reached),
                "paper": _of_kind(local, "project_paper", done[row.pk], reached),
                "observed": _of_kind(local, OBSERVED, done[row.pk], reached),
            }
        )
    return lines


def _local_of(programme_id: int) -> tuple[LocalActivity, ...]:
    current = programme_by_id(programme_id)
    return local_activities(current.document if current else None)


def _of_kind(local: Iterable[LocalActivity], kind: str, done: Done, approved: Set[str]) -> Todo | None:
    """How a trainee stands to the first local activity of a kind; None when the programme has none.

    Of who has not done it, but has had a goal that it serves approved, the goal is told: then nothing is missing.
    """
    found = next((activity for activity in local if activity.kind == kind), None)
    if found is None:
        return None
    todo = _todo(found, found.codes, done)
    if todo.state == "none" and not found.codes.isdisjoint(approved):
        return Todo(todo.name, "done", _("Målet er godkjent"))
    return todo

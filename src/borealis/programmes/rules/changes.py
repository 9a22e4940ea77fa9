"""What a new document changes against the one in force, as values that a page can put into words."""

from __future__ import annotations

from dataclasses import dataclass

from borealis.programmes.rules.document import ArenaOffer, ProgrammeDocument
from borealis.programmes.rules.portfolio import ActivityTemplate


@dataclass(frozen=True)
class Change:
    """One change. ``kind`` is a stable word; ``subject`` an id; ``before`` and ``after`` are plain words.

    Kinds: arena_added, arena_removed, places_changed, counting_changed, goal_gains_arena, goal_loses_arena,
    phase_added, phase_removed, phase_changed, choice_added, choice_removed, choice_changed,
    course_added, course_removed, course_changed,
    agreement_added, agreement_removed, agreement_changed,
    norm_changed, goal_sets_changed, signing_changed, activity_added, activity_removed, activity_changed,
    text_changed.
    """

    kind: str
    subject: str
    before: str = ""
    after: str = ""


def changes_between(before: ProgrammeDocument | None, after: ProgrammeDocument) -> tuple[Change, ...]:
    """What applying ``after`` changes; everything counts as added where nothing was in force."""
    return (
        *_arena_changes(before, after),
        *_goal_changes(before, after),
        *_phase_changes(before, after),
        *_choice_changes(before, after),
        *_course_changes(before, after),
        *_agreement_changes(before, after),
        *_norm_changes(before, after),
        *_portfolio_changes(before, after),
        *_text_changes(before, after),
    )


def _arena_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    old = {arena.id: arena for arena in before.arenas} if before else {}
    new = {arena.id: arena for arena in after.arenas}
    changes = [Change("arena_added", key, "", _places(new[key])) for key in new if key not in old]
    changes += [Change("arena_removed", key, _places(old[key]), "") for key in old if key not in new]
    changes += [
        Change("places_changed", key, _places(old[key]), _places(new[key]))
        for key in new
        if key in old and old[key].places != new[key].places
    ]
    changes += [
        Change("counting_changed", key, old[key].counts, new[key].counts)
        for key in new
        if key in old and old[key].counts != new[key].counts
    ]
    return changes


def _places(arena: ArenaOffer) -> str:
    """Places by period, for example "3 (2026-01 –)"; "–" where there is no limit."""
    return (
        ", ".join(
            f"{period.places} ({period.from_month:%Y-%m} – "
            f"{period.through_month.strftime('%Y-%m') if period.through_month else ''})".replace(" )", ")")
            for period in arena.places
        )
        or "–"
    )


def _goal_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    if before is None:
        return []
    old, new = _arenas_by_goal(before), _arenas_by_goal(after)
    changes = []
    for goal in sorted({*old, *new}):
        lost = sorted(old.get(goal, set()) - new.get(goal, set()))
        gained = sorted(new.get(goal, set()) - old.get(goal, set()))
        if lost:
            changes.append(Change("goal_loses_arena", goal, before=", ".join(lost)))
        if gained:
            changes.append(Change("goal_gains_arena", goal, after=", ".join(gained)))
    return changes


def _arenas_by_goal(document: ProgrammeDocument) -> dict[str, set[str]]:
    offers: dict[str, set[str]] = {}
    for arena in document.arenas:
        for goal in arena.main + arena.contributes:
            offers.setdefault(goal, set()).add(arena.id)
    return offers


def _phase_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    old = {phase.id: phase for phase in before.phases} if before else {}
    new = {phase.id: phase for phase in after.phases}
    changes = [Change("phase_added", key, "", f"{new[key].months:g}") for key in new if key not in old]
    changes += [Change("phase_removed", key, f"{old[key].months:g}", "") for key in old if key not in new]
    changes += [
        Change("phase_changed", key, f"{old[key].months:g}", f"{new[key].months:g}")
        for key in new
        if key in old and old[key] != new[key]
    ]
    return changes


def _choice_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    old = {choice.id: choice for choice in before.choices} if before else {}
    new = {choice.id: choice for choice in after.choices}
    changes = [Change("choice_added", key) for key in new if key not in old]
    changes += [Change("choice_removed", key) for key in old if key not in new]
    changes += [Change("choice_changed", key) for key in new if key in old and old[key] != new[key]]
    return changes


def _course_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    old = {course.code: course for course in before.courses} if before else {}
    new = {course.code: course for course in after.courses}
    changes = [Change("course_added", key) for key in new if key not in old]
    changes += [Change("course_removed", key) for key in old if key not in new]
    changes += [Change("course_changed", key) for key in new if key in old and old[key] != new[key]]
    return changes


def _agreement_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    old = {terms.id: terms for terms in before.agreements} if before else {}
    new = {terms.id: terms for terms in after.agreements}
    changes = [Change("agreement_added", key, "", new[key].partner) for key in new if key not in old]
    changes += [Change("agreement_removed", key, old[key].partner, "") for key in old if key not in new]
    changes += [
        Change("agreement_changed", key, _end(old[key].in_force_to), _end(new[key].in_force_to))
        for key in new
        if key in old and old[key] != new[key]
    ]
    return changes


def _end(day: object) -> str:
    return str(day) if day else "–"


def _norm_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    if before is None:
        return []
    changes = []
    old, new = before.guidance, after.guidance
    if (old.individual, old.group) != (new.individual, new.group):
        norms = (f"{old.individual} + {old.group}", f"{new.individual} + {new.group}")
        changes.append(Change("norm_changed", "guidance", *norms))
    if before.teaching.hours_per_year != after.teaching.hours_per_year:
        hours = (str(before.teaching.hours_per_year), str(after.teaching.hours_per_year))
        changes.append(Change("norm_changed", "teaching", *hours))
    if before.teaching.study_hours_per_week != after.teaching.study_hours_per_week:
        weekly = tuple(str(one.teaching.study_hours_per_week or 0) for one in (before, after))
        changes.append(Change("norm_changed", "study", *weekly))
    if before.goal_sets != after.goal_sets:
        sets = (", ".join(before.goal_sets), ", ".join(after.goal_sets))
        changes.append(Change("goal_sets_changed", "goal_sets", *sets))
    return changes


def _portfolio_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    """Who signs, how long a link holds, and the list that trainees choose from; targets as words."""
    old = {template.id: template for template in before.portfolio.activities} if before else {}
    new = {template.id: template for template in after.portfolio.activities}
    changes = [Change("activity_added", key, "", _target(new[key])) for key in new if key not in old]
    changes += [Change("activity_removed", key, _target(old[key]), "") for key in old if key not in new]
    changes += [
        Change("activity_changed", key, _target(old[key]), _target(new[key]))
        for key in new
        if key in old and old[key] != new[key]
    ]
    if before and before.portfolio.signing != after.portfolio.signing:
        signers = (", ".join(before.portfolio.signing), ", ".join(after.portfolio.signing))
        changes.append(Change("signing_changed", "portfolio", *signers))
    if before and before.portfolio.link_days != after.portfolio.link_days:
        days = (str(before.portfolio.link_days), str(after.portfolio.link_days))
        changes.append(Change("norm_changed", "link_days", *days))
    if before and before.portfolio.review_months != after.portfolio.review_months:
        months = (str(before.portfolio.review_months), str(after.portfolio.review_months))
        changes.append(Change("norm_changed", "review_months", *months))
    return changes


def _target(template: ActivityTemplate) -> str:
    return str(template.target or "–")


def _text_changes(before: ProgrammeDocument | None, after: ProgrammeDocument) -> list[Change]:
    """Parts whose words changed, without the words."""
    if before is None:
        return []
    parts: dict[str, tuple[object, object]] = {
        "title": (before.title, after.title),
        "version": (before.approval, after.approval),
        "introduction": (before.introduction, after.introduction),
        "guidance": (
            (before.guidance.topics, before.guidance.year, before.guidance.minutes_individual),
            (after.guidance.topics, after.guidance.year, after.guidance.minutes_individual),
        ),
        "teaching": (
            (before.teaching.series, before.teaching.participation),
            (after.teaching.series, after.teaching.participation),
        ),
        "research": (before.research, after.research),
        "common_goals": (before.common_goals, after.common_goals),
        "contact": (before.contact, after.contact),
    }
    parts |= {f"headings.{key}": (before.headings[key], after.headings[key]) for key in after.headings}
    return [Change("text_changed", part) for part, (old, new) in parts.items() if old != new]

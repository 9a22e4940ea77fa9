"""What a doctorate would do to the plans, before anyone commits: computed, compared, and stored nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from borealis.planner import Solution, check, read_problem, solution_to_json, solve
from borealis.plans.queries.material import Material, gather
from borealis.plans.rules.comparison import Comparison, compare
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.months import later, month_of
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.positions import is_position
from borealis.trainees.queries import TrainingRecord
from borealis.trainees.rules import EmploymentPeriod

SECONDS = 0.8  # for each of the two plans; a department's are proven optimal sooner
ONE_DAY = dt.timedelta(days=1)


class NotInPlans(Exception):
    """The trainee has no part in the plans of the programme: nothing is left to plan."""


@dataclass(frozen=True)
class Study:
    """Research at a share of full time between two days, both included; training gets the rest of the post."""

    from_day: dt.date
    to_day: dt.date
    percent: int


@dataclass(frozen=True)
class WhatIf:
    """Plans as they would be computed without and with the study, by trainee.

    ``proven`` says that no better plans exist in which those whose share of full time changes keep the order of
    their phases, in both computations.
    """

    without: Mapping[int, PlanContent]
    with_study: Mapping[int, PlanContent]
    proven: bool

    def changes(self) -> dict[int, Comparison]:
        """What differs, by trainee: those alone whose plan is another."""
        pairs = {pk: compare(plan, self.with_study[pk]) for pk, plan in self.without.items()}
        return {pk: found for pk, found in pairs.items() if found.changed or found.months_later}


def what_if(code: str, trainee_id: int, study: Study, today: dt.date, seconds: float = SECONDS) -> WhatIf:
    """The plans of a programme's trainees with and without one trainee's study; writes nothing.

    Both are computed from next month on. The second counts changes against the first, so that what moves moves
    because of the study. Whoever's share of full time changes keeps the order of the phases (``in_order``). Raises
    NotInPlans for a trainee who is not planned for, LookupError when there is no such programme, and FormatError
    when the stored facts contradict each other.
    """
    first = later(month_of(today), 1)
    before = gather(code, first, today)
    if str(trainee_id) not in {row["id"] for row in before.problem["trainees"]}:
        raise NotInPlans(trainee_id)
    without, sure = _plans(
        before, in_order(before.problem, {trainee_id} | _changing(before.problem)), seconds
    )

    def change(record: TrainingRecord) -> TrainingRecord:
        return with_study(record, study) if record.trainee_id == trainee_id else record

    after = gather(code, first, today, change)
    counted = _counted_against(after.problem, without)
    problem = in_order(counted, {trainee_id} | _changing(counted))
    with_it, sure_too = _plans(after, problem, seconds)
    return WhatIf(without, with_it, sure and sure_too)


def _plans(
    material: Material, problem: dict[str, Any], seconds: float
) -> tuple[dict[int, PlanContent], bool]:
    """Each trainee's plan, and whether it is proven that none is better."""
    read = read_problem(problem)
    solution: Solution = solve(read, seconds=seconds)
    if not check(read, solution).is_sound:
        raise ValueError("unsound plan")
    found = solution_to_json(solution)
    contents = contents_from(problem, material.facts, found)
    return {int(pk): content for pk, content in contents.items()}, found["status"] == "optimal"


def _counted_against(problem: dict[str, Any], plans: Mapping[int, PlanContent]) -> dict[str, Any]:
    """The problem with these plans as those in force."""
    trainees = []
    for row in problem["trainees"]:
        if is_position(row["id"]):  # has no plan in force, with the study or without it
            trainees.append(row)
            continue
        blocks = {block["id"] for block in row["blocks"]}
        stints = plans[int(row["id"])].stints if int(row["id"]) in plans else ()
        current = [
            {"block": s.phase, "arena": s.arena, "from": s.first, "through": s.through}
            for s in stints
            if s.phase in blocks
        ]
        trainees.append({**row, "current": current})
    return {**problem, "trainees": trainees}


def in_order(problem: dict[str, Any], trainees: Collection[int]) -> dict[str, Any]:
    """The problem with the phases of these trainees in the order of their plans in force.

    A phase that is not in that plan comes as early as it may. Any plan that fits fits the problem as it was,
    too; there are only fewer to choose from, so that the answer comes at once.
    """
    names = {str(pk) for pk in trainees}
    rows = [ordered(row) if row["id"] in names else row for row in problem["trainees"]]
    return {**problem, "trainees": rows}


def _changing(problem: dict[str, Any]) -> set[int]:
    """The trainees whose share of full time changes on the way."""
    known = (row for row in problem["trainees"] if not is_position(row["id"]))
    return {int(row["id"]) for row in known if len({f["percent"] for f in row["fraction"]}) > 1}


def ordered(row: dict[str, Any]) -> dict[str, Any]:
    """A trainee of whom each phase waits for the one before it."""
    last = {stint["block"]: stint["through"] for stint in sorted(row["current"], key=lambda s: s["through"])}
    left = sorted(row["blocks"], key=lambda block: last.get(block["id"], ""))
    chain: list[dict[str, Any]] = []
    while left:
        done = {block["id"] for block in chain}
        ready = [block for block in left if _waits_for(row, block) <= done] or left
        at_once = (block for block in ready if chain and block.get("directly_after") == chain[-1]["id"])
        following = next(at_once, ready[0])
        left.remove(following)
        chain.append({**following, "after": _chained(row, [block["id"] for block in chain])})
    return {**row, "blocks": chain}


def _waits_for(row: dict[str, Any], block: dict[str, Any]) -> set[str]:
    """The blocks that are over before this one, also by way of a course."""
    courses = (course for course in row.get("courses", ()) if block["id"] in course["before"])
    by_course = {code for course in courses for code in course["after"]}
    return by_course.union(block["after"], filter(None, [block.get("directly_after")]))


def _chained(row: dict[str, Any], before: list[str]) -> list[str]:
    """The last of the blocks before one; where some are for choosing, and may be left out, all of them."""
    return before if row.get("choices") else before[-1:]


def with_study(record: TrainingRecord, study: Study) -> TrainingRecord:
    """The record as it would be: between the two days, each post gives research its share and training the rest.

    A post that has research already gets the greater share of the two. What is registered to end before the
    study does is taken to go on, as plans take it.
    """
    posts = sorted(record.employments, key=lambda post: post.from_day)
    if posts and posts[-1].to_day is not None:
        posts[-1] = replace(posts[-1], to_day=None)
    return replace(record, employments=tuple(part for post in posts for part in _parts(post, study)))


def _parts(post: EmploymentPeriod, study: Study) -> list[EmploymentPeriod]:
    """A post, cut where the study begins and ends."""
    end = post.to_day or dt.date.max
    if study.to_day < post.from_day or end < study.from_day:
        return [post]
    parts = []
    if post.from_day < study.from_day:
        parts.append(replace(post, to_day=study.from_day - ONE_DAY))
    research = max(post.research_percent, min(study.percent, post.percent + post.research_percent))
    whole = post.percent + post.research_percent
    parts.append(
        replace(
            post,
            from_day=max(post.from_day, study.from_day),
            to_day=min(end, study.to_day),
            percent=whole - research,
            research_percent=research,
        )
    )
    if end > study.to_day:
        parts.append(replace(post, from_day=study.to_day + ONE_DAY))
    return parts

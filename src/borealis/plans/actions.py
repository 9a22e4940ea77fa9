"""Running the planner, accepting its proposal, and agreeing on a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from borealis.audit.actions import record_event
from borealis.planner import (
    Explanation,
    FormatError,
    Problem,
    Solution,
    check,
    explain,
    is_warm,
    read_problem,
    read_solution,
    solution_to_json,
    solve,
    take_some,
    warm,
)
from borealis.planner.explain.reasons import Conflict, Fact
from borealis.plans.models import PlanSignature, PlanVersion, Proposal, WorkingPlan
from borealis.plans.queries import Material, gather, signatures_of
from borealis.plans.queries.replan import rebuilt
from borealis.plans.queries.what_if import NotInPlans
from borealis.plans.rules import SIGNING_ROLES, step
from borealis.plans.rules.changes import event_from
from borealis.plans.rules.content import PlanContent, content_from, digest
from borealis.plans.rules.frontier import problem_of
from borealis.plans.rules.months import first_day, later, month_of, month_text
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.parts import parts, taken_with
from borealis.plans.rules.positions import held_minimums, is_position, months_given_up
from borealis.programmes.queries import CurrentProgramme
from borealis.trainees.queries import person_of

ALONE_SECONDS = 5.0
"""The longest that planning without the positions which are not filled may take."""


class PlanOutdated(Exception):
    """The plan or proposal was changed by somebody else since it was read."""


class NothingTaken(Exception):
    """No change at all was chosen, so that there is nothing to propose."""


class PlannerWrong(Exception):
    """The independent check refuses the planner's solution; nothing is stored."""


def make_proposal(*, by: int | None, programme: str, now: dt.datetime, seconds: float = 20) -> Proposal:
    """Compute plans for all trainees of a programme, from next month on, and store them as a proposal.

    The planner runs outside any transaction. Its solution is stored only when the independent check
    accepts it. An open proposal of the same programme is replaced. Raises PlannerWrong, or FormatError
    when the stored facts contradict each other so that there is no problem to solve.
    """
    first = later(month_of(now.date()), 1)
    material = gather(programme, first, now.date())
    problem = read_problem(material.problem)
    if not is_warm():
        warm()  # before the seconds are counted: they are for planning
    solution = solve(problem, seconds=seconds)
    verdict = check(problem, solution)
    if not verdict.is_sound:
        raise PlannerWrong([str(breach) for breach in verdict.breaches])
    room = _room(problem, solution, lambda alone: solve(alone, seconds=min(seconds, ALONE_SECONDS)))
    return _store_proposal(
        by=by,
        material=replace(material, facts=material.facts | room),
        solution=solution_to_json(solution),
        reasons=_reasons(explain(problem, solution, months=False)),
        now=now,
    )


def keep_choice(
    *,
    by: int | None,
    programme: CurrentProgramme,
    chosen: Mapping[str, Any],
    now: dt.datetime,
    wanted: Collection[str] | None = None,
) -> Proposal:
    """Store one of the plans that "what if" showed as a proposal, for the event it was made for.

    ``wanted`` are the trainees, by their ids in the problem, whose changes are taken; with them go those whose
    changes theirs need. The plans in force of the others stay. None takes everything. Raises PlanOutdated when what
    is stored has changed so that the plan no longer is one, or when nothing is left to plan for the one it happens
    to, and NothingTaken where no plan would change.
    """
    event = event_from(chosen["event"])
    try:
        material = rebuilt(programme, event, timezone.localdate(now))
        asked = problem_of(material.problem, chosen["way"])
        problem = read_problem(asked)
        solution = read_solution(chosen["solution"], problem)
    except (NotInPlans, FormatError) as gone:
        raise PlanOutdated from gone
    facts = {**material.facts, "event": chosen["event"]}
    if wanted is not None:
        solution, left = _taken_in_parts(problem, solution, wanted)
        facts |= left
    if not check(problem, solution).is_sound:
        raise PlanOutdated
    facts |= _room(problem, solution, None)
    return _store_proposal(
        by=by,
        material=replace(material, problem=asked, facts=facts),
        solution=solution_to_json(solution),
        reasons=_reasons(explain(problem, solution, try_seconds=0)),
        now=now,
    )


def _taken_in_parts(
    problem: Problem, solution: Solution, wanted: Collection[str]
) -> tuple[Solution, dict[str, list[str]]]:
    """The solution with only what is wanted and what that needs, and whose plans stand or came along."""
    found = parts(problem, solution)
    taken = taken_with(found, wanted)
    if all(map(is_position, taken)):
        raise NothingTaken
    moved = [pk for part in found for pk in part.members]
    chosen = {pk for part in found if part.must or set(part.members) & set(wanted) for pk in part.members}
    facts = {
        "left_out": [pk for pk in moved if pk not in taken],
        "came_along": [pk for pk in moved if pk in taken - chosen],
    }
    return take_some(problem, solution, taken), facts


def _room(
    problem: Problem, solution: Solution, alone: Callable[[Problem], Solution] | None
) -> dict[str, Any]:
    """What is told of the room that positions which are not filled take: see rules/positions.py.

    ``alone`` plans without them; None where that is not asked.
    """
    if not any(trainee.unknown for trainee in problem.trainees):
        return {}
    held = [asdict(one) for one in held_minimums(problem, solution)]
    given_up = months_given_up(problem, solution, alone) if alone else None
    return {"held_minimums": held, "months_given_up": given_up}


def _reasons(explanation: Explanation) -> dict[str, Any]:
    """The planner's reasons as they are stored: each trainee's waiting, and the arenas that are full."""
    return {
        "waiting": {
            trainee.trainee: [
                {
                    "code": part.code,
                    "months": part.months,
                    "phase": part.block,
                    "arena": part.arena,
                    "first": month_text(part.first or 0),
                    "last": month_text(part.last or 0),
                }
                for part in trainee.parts
                if part.code.startswith("waiting") and part.block
            ]
            for trainee in explanation.trainees
        },
        "full": [
            {
                "arena": place.arena,
                "first": month_text(place.first),
                "last": month_text(place.last),
                "saves": place.saves,
                "at_least": place.at_least,
            }
            for place in explanation.binding
        ],
        "impossible": _impossible(explanation.conflicts),
    }


def _impossible(conflicts: Iterable[Conflict]) -> dict[str, list[dict[str, Any]]]:
    """Each trainee's phases that can have no place, with the facts that make it so."""
    found: dict[str, list[dict[str, Any]]] = {}
    for conflict in conflicts:
        entry = {
            "phase": conflict.block,
            "facts": [_fact(fact) for fact in conflict.facts],
            "enough": [_fact(fact) for fact in conflict.enough],
            "together": [_fact(fact) for fact in conflict.together],
            "possible": conflict.possible,
        }
        found.setdefault(conflict.trainee, []).append(entry)
    return found


def _fact(fact: Fact) -> dict[str, str | None]:
    """A fact as it is stored; whose agreement it is, is not."""
    return {
        "kind": fact.kind,
        "phase": fact.block,
        "arena": fact.arena,
        "first": None if fact.first is None else month_text(fact.first),
        "last": None if fact.last is None else month_text(fact.last),
        "after": fact.other if fact.kind == "order" else None,
    }


@transaction.atomic
def _store_proposal(
    *,
    by: int | None,
    material: Material,
    solution: dict[str, Any],
    reasons: dict[str, Any],
    now: dt.datetime,
) -> Proposal:
    for older in Proposal.objects.select_for_update().filter(
        programme_id=material.programme_id, state="open"
    ):
        _close(by=by, proposal=older, act="replace", now=now)
    proposal = Proposal.objects.create(
        programme_id=material.programme_id,
        made_at=now,
        made_by_id=by,
        first_month=first_day(material.problem["calendar"]["first"]),
        problem=material.problem,
        facts=material.facts,
        solution=solution,
        reasons=reasons,
    )
    record_event(by=by, act="make_proposal", subject=f"plans.Proposal:{proposal.pk}", now=now)
    return proposal


def _close(*, by: int | None, proposal: Proposal, act: str, now: dt.datetime) -> None:
    transition = step(proposal.state, act)
    if transition is None:
        raise PlanOutdated(proposal.pk)
    proposal.state, proposal.closed_at = transition.target, now
    proposal.save(update_fields=["state", "closed_at"])
    record_event(by=by, act=transition.event, subject=f"plans.Proposal:{proposal.pk}", now=now)


@transaction.atomic
def accept_proposal(*, by: int | None, proposal_id: int, now: dt.datetime) -> int:
    """Make a proposal's plans the working plans. Gives the number of plans that changed.

    The plan in force of whoever was left out of a proposal in parts stays as it is, and so do its signatures.
    Raises PlanOutdated when the proposal is no longer open.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    _close(by=by, proposal=proposal, act="accept", now=now)
    changed = 0
    stands = proposal.facts.get("left_out", ())
    for trainee, content in contents_from(proposal.problem, proposal.facts, proposal.solution).items():
        if trainee in stands:
            continue
        changed += _change_plan(by=by, trainee=int(trainee), content=content, proposal=proposal, now=now)
    return changed


def _change_plan(
    *, by: int | None, trainee: int, content: PlanContent, proposal: Proposal, now: dt.datetime
) -> bool:
    new = digest(content)
    before = WorkingPlan.objects.select_for_update().filter(trainee_id=trainee).first()
    WorkingPlan.objects.update_or_create(
        trainee_id=trainee,
        defaults={
            "proposal": proposal,
            "content": content.as_json(),
            "digest": new,
            "changed_at": now if before is None or before.digest != new else before.changed_at,
        },
    )
    if before is not None and before.digest == new:
        return False
    record_event(
        by=by,
        act="change_plan",
        subject=f"trainees.Trainee:{trainee}",
        now=now,
        about=person_of(trainee),
        version=new,
    )
    return True


@transaction.atomic
def reject_proposal(*, by: int, proposal_id: int, now: dt.datetime) -> None:
    """Keep the plans of today. Raises PlanOutdated when the proposal is no longer open."""
    _close(by=by, proposal=Proposal.objects.select_for_update().get(pk=proposal_id), act="reject", now=now)


@transaction.atomic
def sign_plan(
    *, by: int, role: str, trainee_id: int, seen_digest: str, now: dt.datetime
) -> PlanVersion | None:
    """One of the two says yes to the plan that was read; when both have, a version is frozen.

    Raises PlanOutdated when the plan has changed since it was read. Signing twice changes nothing.
    """
    plan = WorkingPlan.objects.select_for_update().get(trainee_id=trainee_id)
    if plan.digest != seen_digest:
        raise PlanOutdated(trainee_id)
    if not signatures_of(plan).filter(role=role).exists():
        PlanSignature.objects.create(trainee_id=trainee_id, digest=plan.digest, role=role, by_id=by, at=now)
        record_event(
            by=by,
            act="sign_plan",
            subject=f"trainees.Trainee:{trainee_id}",
            now=now,
            about=person_of(trainee_id),
            version=plan.digest,
            detail={"role": role},
        )
    return _freeze(by=by, plan=plan, now=now)


def _freeze(*, by: int, plan: WorkingPlan, now: dt.datetime) -> PlanVersion | None:
    """The next frozen version, once both have signed this content and it is not the latest already."""
    latest = PlanVersion.objects.filter(trainee_id=plan.trainee_id).order_by("-number").first()
    signed = set(signatures_of(plan).values_list("role", flat=True))
    if signed != set(SIGNING_ROLES) or (latest is not None and latest.digest == plan.digest):
        return None
    version = PlanVersion.objects.create(
        trainee_id=plan.trainee_id,
        number=latest.number + 1 if latest else 1,
        content=content_from(plan.content).as_json(),
        digest=plan.digest,
        frozen_at=now,
    )
    record_event(
        by=by,
        act="freeze_plan",
        subject=f"plans.PlanVersion:{version.pk}",
        now=now,
        about=person_of(plan.trainee_id),
        version=str(version.number),
        detail={"trainee": plan.trainee_id, "digest": plan.digest},
    )
    return version


def record_export(*, by: int | None, trainee_id: int, kind: str, now: dt.datetime) -> None:
    """A plan left Borealis as a file. ``kind`` is "pdf" or "ics"."""
    record_event(
        by=by,
        act="export_plan",
        subject=f"trainees.Trainee:{trainee_id}",
        now=now,
        about=person_of(trainee_id),
        detail={"kind": kind},
    )

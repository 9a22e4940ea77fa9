"""Whatever the sets, the links and the states: a conversion loses nothing that was approved or recorded."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borealis.portfolio.conversions import actions
from borealis.portfolio.conversions.queries import inventory_of
from borealis.portfolio.conversions.rules import VERDICTS, lost
from borealis.portfolio.models import Submission
from borealis.trainees.actions import record_goal_state
from borealis.trainees.models import Trainee
from borealis.trainees.queries import goal_states
from borealis.trainees.rules import WAITING_STATES
from tests.portfolio.conversions.conftest import Following, decided
from tests.trainees.conftest import NOW, TODAY, Day

pytestmark = pytest.mark.slow

STATES = ("none", "in_progress", "decided", "transferred", "returned", "submitted", "sent")


@dataclass(frozen=True)
class Case:
    """Two sets of made-up goals: the earlier ones' states, which newer ones replace which, and what a person says."""

    states: tuple[str, ...]
    newer: int
    links: frozenset[tuple[int, int]]
    judgements: tuple[tuple[int, str, tuple[int, ...]], ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    states = tuple(draw(st.lists(st.sampled_from(STATES[:5]), min_size=1, max_size=6)))
    if draw(st.integers(0, 4)) == 0:
        states += (draw(st.sampled_from(STATES[5:])),)
    newer = draw(st.integers(1, 5))
    older_at, newer_at = st.integers(0, len(states) - 1), st.integers(0, newer - 1)
    links = draw(st.frozensets(st.tuples(older_at, newer_at), max_size=6))
    judgement = st.tuples(newer_at, st.sampled_from(VERDICTS), st.lists(older_at, max_size=3).map(tuple))
    return Case(states, newer, links, tuple(draw(st.lists(judgement, max_size=4))))


def made_up(code: str, number: int, first: dt.date, last: dt.date | None) -> tuple[Any, list[int]]:
    """A goal set of one group."""
    model = apps.get_model
    row = model("curriculum.GoalSet").objects.create(
        code=code, prefix="ZZZ", name_nb=code, part="3", in_force_from=first, in_force_to=last, source="-"
    )
    group = model("curriculum.GoalGroup").objects.create(goal_set=row, order=1, name_nb="Alt")
    goals = [
        model("curriculum.Goal").objects.create(
            goal_set=row, group=group, order=n, code=f"{code}-{n}", title_nb=f"Mål {n}"
        )
        for n in range(number)
    ]
    return row, [goal.pk for goal in goals]


def bring(nora: Trainee, goal: int, state: str, by: int) -> None:
    """The state of an earlier goal, as life would have made it."""
    facts: dict[str, Any] = {
        "by": by,
        "trainee_id": nora.pk,
        "goal_id": goal,
        "on": Day("2025-03-01"),
        "now": NOW,
    }
    if state == "decided":
        decided(nora, goal, by, Day("2025-03-01"))
    elif state == "transferred":
        record_goal_state(**facts, state="approved", grounds="Nådd et annet sted")
    elif state == "returned":
        record_goal_state(**facts, state="submitted")
        record_goal_state(**facts, state="returned", grounds="Mangler kurs")
    elif state == "sent":
        record_goal_state(**facts, state="submitted")
        Submission.objects.create(trainee=nora, goal_id=goal, kind="first", submitted_at=NOW)
    elif state != "none":
        record_goal_state(**facts, state=state)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases())
def test_nothing_approved_or_recorded_is_lost(following: Following, case: Case) -> None:
    """given any sets, links, states and judgements, when a conversion is decided, then all that was there is there,
    and a newer goal is approved exactly when an approved earlier one covers it"""
    with transaction.atomic():
        _convert(following, case)
        transaction.set_rollback(True)


def _convert(following: Following, case: Case) -> None:
    nora, by = following.nora, following.by()
    older_set, olders = made_up("ZZZ-OLD", len(case.states), Day("2019-03-01"), Day("2026-02-28"))
    newer_set, newers = made_up("ZZZ-NEW", case.newer, Day("2026-03-01"), None)
    nora.goal_sets.add(older_set)
    for older, newer in case.links:
        apps.get_model("curriculum.Replacement").objects.create(
            older_id=olders[older], newer_id=newers[newer]
        )
    for goal, state in zip(olders, case.states, strict=True):
        bring(nora, goal, state, by)
    before, states = inventory_of(nora), goal_states(nora.pk)
    row = actions.propose_conversion(by=by, trainee_id=nora.pk, from_set="ZZZ-OLD", now=NOW)
    key: dict[str, Any] = {"by": by, "trainee_id": nora.pk, "conversion_id": row.pk, "now": NOW}
    for newer, verdict, chosen in case.judgements:
        row.refresh_from_db()
        reached = all(case.states[older] in ("decided", "transferred") for older in chosen)
        fits = reached and (verdict == "alone") == (not chosen)
        with nullcontext() if fits else pytest.raises(ValidationError, match="mål"):
            actions.judge_goal(
                **key,
                newer_id=newers[newer],
                verdict=verdict,
                olders=[olders[older] for older in chosen],
                text="Vurdert",
                version=row.version,
            )
    row.refresh_from_db()
    approved = {goal for goal, state in states.items() if state.state == "approved"}
    covering = set(row.items.filter(verdict="covers", older__in=approved).values_list("newer", flat=True))
    try:
        row = actions.decide_conversion(**key, version=row.version, grounds="Avgjort")
    except ValidationError:
        assert any(states[goal].state in WAITING_STATES for goal in olders if goal in states)
        assert inventory_of(nora) == before
        return
    after = inventory_of(nora)
    assert lost(before, after) == row.proof["lost"] == {}
    now = goal_states(nora.pk)
    assert {goal: now[goal] for goal in states} == states
    assert {goal for goal in newers if goal in now and now[goal].state == "approved"} == covering
    assert {goal for goal in now if goal not in states} == covering
    assert len(after["approved"]) == len(before["approved"]) + len(covering)
    assert all(state.on == TODAY for goal, state in now.items() if goal in covering)
    assert newer_set in nora.goal_sets.all()
    assert older_set in nora.earlier_goal_sets.all()

"""Arenas that count by fraction: what others take, which changes go together, and where places are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from borealis.organisations.models import Arena
from borealis.organisations.queries import Capacity
from borealis.overview.queries.places import heat_of
from borealis.planner import read_problem, solve
from borealis.plans.queries import gather, stored_plans
from borealis.plans.queries.material import _free, _taken_by_others
from borealis.plans.rules.content import Stint
from borealis.plans.rules.parts import parts
from borealis.plans.rules.problem import ArenaPlaces, Candidate, Phase, problem
from borealis.programmes.queries import programme
from borealis.trainees.queries import training_records
from tests.conftest import Told


@pytest.mark.parametrize(
    ("percent", "free"), [(0, 2), (1, 1), (50, 1), (100, 1), (101, 0), (150, 0), (200, 0), (350, 0)]
)
def test_of_a_place_that_others_take_a_part_of_nothing_is_free(percent: int, free: int) -> None:
    capacity = Capacity(dt.date(2026, 1, 1), None, 2, 1)
    periods = _free([capacity], {"2027-01": percent}, "2027-01")
    assert periods == (("2027-01", "2027-01", free, min(1, free)), ("2027-02", None, 2, 1))


def two_who_swap(counts: str, percent: int) -> dict[str, Any]:
    """One is in the only place of the arena first, the other comes after; the first has grown dearer to move."""
    phase = Phase("a", 1, (("a", 0), ("b", 5)), min_stint=1)
    works = (("2027-01", None, percent),)
    first = Candidate(
        "1", "tromso", "2027-01", 1.0, fraction=works, current=(Stint("a", "a", "2027-01", "2027-02"),)
    )
    other = Candidate(
        "2", "tromso", "2027-01", 1.0, fraction=works, current=(Stint("a", "b", "2027-01", "2027-02"),)
    )
    arenas = [
        ArenaPlaces("a", "tromso", (("2027-01", None, 1, 0),), counts),
        ArenaPlaces("b", "tromso", (("2027-01", None, 1, 0),)),
    ]
    return problem((phase,), arenas, [first, other], "2027-01")


@pytest.mark.parametrize(("counts", "tied"), [("people", True), ("fraction", False)])
def test_changes_hang_together_only_where_the_place_cannot_be_shared(counts: str, tied: bool) -> None:
    """The first goes to B and the other comes to A: with a whole place each the one needs the other to leave."""
    read = read_problem(two_who_swap(counts, 50))
    solution = solve(read, seconds=5)
    plans = []
    for plan in solution.trainees:
        arena = "b" if plan.id == "1" else "a"
        stints = tuple(replace(stint, arena=arena) for stint in plan.stints)
        plans.append(replace(plan, stints=stints, changed_months=2))
    found = parts(read, replace(solution, trainees=tuple(plans)))
    ties = {tie.arena for part in found for tie in (*part.ties, *part.because)}
    assert ("a" in ties) is tied


@pytest.mark.django_db
def test_others_take_of_a_shared_arena_what_they_work(told: Told) -> None:
    current = programme("unn-nuk")
    assert current is not None
    elsewhere = replace(current, pk=0)  # to whom all these plans are those of others
    first = "2027-01"
    whole = _taken_by_others(elsewhere, frozenset(), first)
    shared = _taken_by_others(elsewhere, {"unn-pet-tolkning"}, first)
    assert {k: v for k, v in shared.items() if k != "unn-pet-tolkning"} == {
        k: v for k, v in whole.items() if k != "unn-pet-tolkning"
    }
    months = whole["unn-pet-tolkning"]
    assert all(taken % 100 == 0 for taken in months.values())
    assert all(shared["unn-pet-tolkning"][month] <= taken for month, taken in months.items())
    assert any(shared["unn-pet-tolkning"][month] < taken for month, taken in months.items())


@pytest.mark.django_db
def test_the_stored_word_reaches_the_problem(told: Told) -> None:
    def counted() -> dict[str, str]:
        arenas = gather("unn-nuk", "2027-01", told.today).problem["arenas"]
        return {arena["id"]: arena.get("counts", "people") for arena in arenas}

    assert set(counted().values()) == {"people"}
    Arena.objects.filter(code="unn-pet-tolkning").update(counts="fraction")
    assert {code for code, counts in counted().items() if counts == "fraction"} == {"unn-pet-tolkning"}


@pytest.mark.django_db
def test_the_department_sees_shares_of_places_where_they_are_shared(told: Told) -> None:
    current = programme("unn-nuk")
    assert current is not None
    records = training_records(told.trainees.values())
    contents = {pk: plan.content for pk, plan in stored_plans(records).items()}

    def used(counts: str) -> list[float]:
        arenas = tuple(replace(arena, counts=counts) for arena in current.document.arenas)
        shown = replace(current, document=replace(current.document, arenas=arenas))
        rows = heat_of(shown, contents, records, told.today)["rows"]
        return [cell.used for row in rows for cell in row["cells"]]

    people, shares = used("people"), used("fraction")
    assert all(count == int(count) for count in people)
    assert all(share <= count for share, count in zip(shares, people, strict=True))
    assert sum(shares) < sum(people)

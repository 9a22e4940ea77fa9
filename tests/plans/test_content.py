"""The content of a plan, what of it is signed, and how two plans differ."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random

import pytest
from django.utils import translation

from borealis.plans.queries.pages import end_change
from borealis.plans.rules import PROPOSAL_STATES, PROPOSAL_TRANSITIONS, step
from borealis.plans.rules.comparison import agreed_delay, beyond_norm, compare, waiting
from borealis.plans.rules.content import PlanContent, Stint, Unplaced, content_from, digest
from borealis.plans.rules.forecast import Assumptions, Range, forecast_range
from borealis.plans.rules.months import first_day, last_day, later, month_of, number, span

PET = Stint("pet", "unn-pet", "2027-01", "2027-12")
CT = Stint("ct", "unn-ct", "2028-01", "2028-06")
PLAN = PlanContent(
    programme_version=2,
    first="2027-01",
    stints=(PET, CT),
    unplaced=(Unplaced("mr", 2.0, "no_place"),),
    norm_end="2028-01",
    agreed_end="2028-04",
    planned_end="2028-06",
)


def test_content_survives_storage() -> None:
    assert content_from(PLAN.as_json()) == PLAN


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="not borealis/plan/1"):
        content_from({"format": "other"})


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"programme_version": 3}, True),
        ({"norm_end": "2027-01"}, True),
        ({"stints": (PET,)}, False),
        ({"stints": (PET, dataclasses.replace(CT, through="2028-07"))}, False),
        ({"unplaced": ()}, False),
    ],
)
def test_a_signature_holds_for_stints_and_what_is_missing(changes: dict[str, object], same: bool) -> None:
    assert (digest(dataclasses.replace(PLAN, **changes)) == digest(PLAN)) is same


def test_what_was_signed_once_is_recognised_for_ever() -> None:
    """Stored signatures hold this very value: SHA-256 of the canonical JSON, letters as they are."""
    plan = dataclasses.replace(PLAN, stints=(dataclasses.replace(PET, arena="bodø"),))
    text = (
        '{"stints":[{"arena":"bodø","first":"2027-01","phase":"pet","through":"2027-12"}],'
        '"unplaced":[{"months":2.0,"phase":"mr","reason":"no_place"}]}'
    )
    assert digest(plan) == hashlib.sha256(text.encode()).hexdigest()


def test_the_stored_form_names_its_format_and_everything_in_the_plan() -> None:
    assert dataclasses.replace(PLAN, away=("2027-03",)).as_json() == {
        "format": "borealis/plan/1",
        "programme_version": 2,
        "first": "2027-01",
        "stints": [
            {"phase": "pet", "arena": "unn-pet", "first": "2027-01", "through": "2027-12"},
            {"phase": "ct", "arena": "unn-ct", "first": "2028-01", "through": "2028-06"},
        ],
        "unplaced": [{"phase": "mr", "months": 2.0, "reason": "no_place"}],
        "norm_end": "2028-01",
        "agreed_end": "2028-04",
        "planned_end": "2028-06",
        "away": ["2027-03"],
    }


def test_the_months_of_a_stint_are_those_in_which_the_trainee_is_there() -> None:
    plan = dataclasses.replace(PLAN, away=("2028-02", "2028-03", "2029-01"))
    assert plan.months_in(CT) == ["2028-01", "2028-04", "2028-05", "2028-06"]
    assert len(plan.months_in(PET)) == 12


def test_delay_is_split_into_agreed_and_waiting() -> None:
    assert (beyond_norm(PLAN), agreed_delay(PLAN), waiting(PLAN)) == (5, 3, 2)


@pytest.mark.parametrize(
    ("norm", "agreed", "planned", "told"),
    [
        # as the norm; ends before the norm; all of the delay agreed on; all of it waiting
        ("2028-01", "2028-01", "2028-01", (0, 0, 0)),
        ("2028-03", "2028-01", "2028-01", (-2, 0, 0)),
        ("2028-01", "2029-02", "2029-02", (13, 13, 0)),
        ("2027-12", "2027-12", "2028-01", (1, 0, 1)),
        # the plan ends before what was agreed on: nobody waits
        ("2028-01", "2028-04", "2028-03", (2, 3, 0)),
    ],
)
def test_months_beyond_the_norm_agreed_on_and_waited(
    norm: str, agreed: str, planned: str, told: tuple[int, int, int]
) -> None:
    plan = dataclasses.replace(PLAN, norm_end=norm, agreed_end=agreed, planned_end=planned)
    assert (beyond_norm(plan), agreed_delay(plan), waiting(plan)) == told


@pytest.mark.parametrize(
    ("older", "newer", "changed"),
    [((PET, CT), (PET, CT), False), ((PET, CT), (PET,), True), ((PET,), (PET, CT), True), ((), (), False)],
)
def test_a_plan_is_changed_by_a_stint_more_or_less(
    older: tuple[Stint, ...], newer: tuple[Stint, ...], changed: bool
) -> None:
    one, other = (dataclasses.replace(PLAN, stints=stints) for stints in (older, newer))
    assert compare(one, other).changed is changed


def test_comparison_names_kept_gone_and_new() -> None:
    moved = dataclasses.replace(CT, first="2028-02", through="2028-07")
    whole = dataclasses.replace(PLAN, unplaced=())
    newer = dataclasses.replace(whole, stints=(PET, moved), planned_end="2028-07")
    seen = compare(whole, newer)
    assert (seen.kept, seen.gone, seen.new) == ((PET,), (CT,), (moved,))
    assert (seen.months_later, seen.waiting_before, seen.waiting_after) == (1, 2, 3)
    assert seen.changed
    assert not compare(PLAN, PLAN).changed


@pytest.mark.parametrize("unfinished", [{"older"}, {"newer"}, {"older", "newer"}])
def test_a_plan_without_an_end_is_neither_later_nor_earlier(unfinished: set[str]) -> None:
    whole = dataclasses.replace(PLAN, unplaced=())
    older = PLAN if "older" in unfinished else whole
    newer = dataclasses.replace(PLAN if "newer" in unfinished else whole, planned_end="2028-09")
    assert compare(older, newer).months_later == 0


LEFT = (Unplaced("pet", 2.0, "no_places"), Unplaced("ct", 1.0, "no_places"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((), (), "1 md senere"),
        ((), LEFT, "3 måneder uten plass"),
        (LEFT, LEFT[:1], "2 måneder uten plass"),
        (LEFT, (), "alt får plass"),
    ],
)
def test_a_plan_that_leaves_something_is_not_said_to_end(
    before: tuple[Unplaced, ...], after: tuple[Unplaced, ...], said: str
) -> None:
    older = dataclasses.replace(PLAN, unplaced=before)
    newer = dataclasses.replace(PLAN, unplaced=after, planned_end="2028-07")
    with translation.override("nb"):
        assert end_change(older, newer) == said


@pytest.mark.parametrize(
    ("month", "months", "other"),
    [
        ("2026-11", 0, "2026-11"),
        ("2026-11", 1, "2026-12"),
        ("2026-11", 2, "2027-01"),
        ("2026-12", 24, "2028-12"),
        ("2026-01", -1, "2025-12"),
        ("2026-10", -22, "2024-12"),
    ],
)
def test_months_later_and_earlier(month: str, months: int, other: str) -> None:
    assert later(month, months) == other
    assert number(other) - number(month) == months


@pytest.mark.parametrize(
    ("month", "last"), [("2028-02", 29), ("2027-02", 28), ("2026-10", 31), ("2026-11", 30), ("2026-12", 31)]
)
def test_the_first_and_the_last_day_of_a_month(month: str, last: int) -> None:
    year, number_in_year = map(int, month.split("-"))
    assert first_day(month) == dt.date(year, number_in_year, 1)
    assert last_day(month) == dt.date(year, number_in_year, last)
    assert month_of(first_day(month)) == month_of(last_day(month)) == month


def test_a_span_holds_both_its_months() -> None:
    assert span("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert span("2026-11", "2026-11") == ["2026-11"]
    assert span("2026-11", "2026-10") == []


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [
        ("accept", "accepted", "accept_proposal"),
        ("reject", "rejected", "reject_proposal"),
        ("replace", "replaced", "replace_proposal"),
    ],
)
def test_an_open_proposal_ends_in_one_of_three_ways_and_no_end_has_a_way_on(
    act: str, state: str, event: str
) -> None:
    taken = step("open", act)
    assert taken is not None
    assert (taken.target, taken.power, taken.event) == (state, "plan_department", event)
    assert all(step(ended, act) is None for ended in set(PROPOSAL_STATES) - {"open"})
    assert {t.target for t in PROPOSAL_TRANSITIONS} | {"open"} == set(PROPOSAL_STATES)


def test_the_range_is_seeded_ordered_and_grows_with_time_and_risk() -> None:
    strict = Assumptions(allowance=0.0)
    near, far = forecast_range(6, 0, 1, strict), forecast_range(60, 0, 1, strict)
    assert forecast_range(60, 0, 1, strict) == far
    assert 0 <= near.earliest <= near.latest <= far.latest
    assert forecast_range(60, 0, seed=1).latest <= far.latest, "the allowance takes the first of it"
    certain = Assumptions(leave_a_year=0.0, approval_months=(0, 0))
    assert forecast_range(60, 0, seed=1, assumptions=certain) == forecast_range(0, 0, 1, certain)
    worse = forecast_range(60, 0, seed=1, assumptions=Assumptions(leave_a_year=0.9))
    assert worse.latest > far.latest
    assert forecast_range(60, 100, seed=1) == far, "an allowance that is used up gives nothing"


SURE = Assumptions(leave_a_year=1.0, leave_months=(6, 6), approval_months=(0, 0), allowance=0.0)


@pytest.mark.parametrize(
    ("months_ahead", "used", "changes", "delay"),
    [
        # six months of leave in each started year
        (0, 0.0, {}, 0),
        (1, 0.0, {}, 6),
        (12, 0.0, {}, 6),
        (13, 0.0, {}, 12),
        (60, 0.0, {}, 30),
        (-5, 0.0, {}, 0),
        # 10 per cent of what is left of the plan may be away, less what is away already (§ 31)
        (60, 0.0, {"allowance": 0.1}, 24),
        (60, 4.0, {"allowance": 0.1}, 28),
        (60, 6.0, {"allowance": 0.1}, 30),
        (60, 9.0, {"allowance": 0.1}, 30),
        # absence within the allowance takes nothing from what comes after it
        (12, 0.0, {"allowance": 0.9, "approval_months": (2, 2)}, 2),
        # the last approvals come on top
        (12, 0.0, {"approval_months": (3, 3)}, 9),
        (0, 0.0, {"approval_months": (1, 1)}, 1),
    ],
)
def test_where_nothing_is_left_to_chance_both_ends_of_the_range_are_the_delay(
    months_ahead: int, used: float, changes: dict[str, object], delay: int
) -> None:
    sure = dataclasses.replace(SURE, **changes)
    assert forecast_range(months_ahead, used, 1, sure) == Range(delay, delay)


def test_80_per_cent_of_the_draws_lie_between_the_ends() -> None:
    slow = Assumptions(leave_a_year=0.0, approval_months=(0, 1_000_000))
    found = forecast_range(0, 0.0, 7, slow)
    dice = random.Random(7)
    draws = [round(dice.uniform(0, 1_000_000)) for _ in range(500)]
    assert sum(draw < found.earliest for draw in draws) == 50
    assert sum(draw > found.latest for draw in draws) == 50

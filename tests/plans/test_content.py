"""The content of a plan, what of it is signed, and how two plans differ."""

from __future__ import annotations

import dataclasses

import pytest

from borealis.plans.rules import PROPOSAL_STATES, PROPOSAL_TRANSITIONS, step
from borealis.plans.rules.comparison import agreed_delay, beyond_norm, compare, waiting
from borealis.plans.rules.content import PlanContent, Stint, Unplaced, content_from, digest
from borealis.plans.rules.forecast import Assumptions, forecast_range
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


def test_delay_is_split_into_agreed_and_waiting() -> None:
    assert (beyond_norm(PLAN), agreed_delay(PLAN), waiting(PLAN)) == (5, 3, 2)


def test_comparison_names_kept_gone_and_new() -> None:
    moved = dataclasses.replace(CT, first="2028-02", through="2028-07")
    newer = dataclasses.replace(PLAN, stints=(PET, moved), planned_end="2028-07")
    seen = compare(PLAN, newer)
    assert (seen.kept, seen.gone, seen.new) == ((PET,), (CT,), (moved,))
    assert (seen.months_later, seen.waiting_before, seen.waiting_after) == (1, 2, 3)
    assert seen.changed
    assert not compare(PLAN, PLAN).changed


def test_months() -> None:
    assert later("2026-11", 2) == "2027-01"
    assert later("2026-01", -1) == "2025-12"
    assert span("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert last_day("2028-02").day == 29
    assert month_of(first_day("2026-03")) == "2026-03"
    assert number("2027-01") - number("2026-01") == 12


def test_every_way_out_of_open_is_final() -> None:
    assert {t.target for t in PROPOSAL_TRANSITIONS} | {"open"} == set(PROPOSAL_STATES)
    assert step("open", "accept") is not None
    assert step("accepted", "reject") is None


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

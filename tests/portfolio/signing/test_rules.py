"""States, chain, reminders, ages and digests, case by case."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest

from borealis.portfolio.signing import rules

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
ACTS = ("sign", "return", "decline", "pass_on", "recall", "expire", "undo")
ENDS = {
    "sign": "answered",
    "return": "returned",
    "decline": "declined",
    "pass_on": "passed_on",
    "recall": "recalled",
    "expire": "expired",
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(rules.ASK_STATES, ACTS)))
def test_the_table_allows_exactly_what_it_should(state: str, act: str) -> None:
    found = rules.step(state, act, NOW, NOW)
    if state == "open" and act in ENDS:
        assert found is not None
        assert found.to_state == ENDS[act]
    elif (state, act) == ("answered", "undo"):
        assert found is not None
        assert found.to_state == "open"
    else:
        assert found is None


@pytest.mark.parametrize(("hours", "days"), [(-30, 0), (0, 0), (23, 0), (24, 1), (47, 1), (48, 2)])
def test_an_age_is_told_in_whole_days_and_never_below_none(hours: int, days: int) -> None:
    assert rules.age_in_days(NOW - dt.timedelta(hours=hours), NOW) == days


@pytest.mark.parametrize(
    ("seconds", "allowed"), [(0, True), (599, True), (600, True), (601, False), (-1, False)]
)
def test_an_answer_is_undone_within_ten_minutes(seconds: int, allowed: bool) -> None:
    later = NOW + dt.timedelta(seconds=seconds)
    assert (rules.step("answered", "undo", NOW, later) is not None) == allowed


def test_an_answer_of_unknown_time_is_not_undone() -> None:
    assert rules.step("answered", "undo", None, NOW) is None


@pytest.mark.parametrize(
    ("chain", "signed", "role"),
    [
        (("supervisor",), set(), "supervisor"),
        (("supervisor",), {"supervisor"}, None),
        (("guide",), {"supervisor"}, "guide"),
        (("supervisor", "guide"), set(), "supervisor"),
        (("supervisor", "guide"), {"supervisor"}, "guide"),
        (("supervisor", "guide"), {"guide"}, "supervisor"),
        (("supervisor", "guide"), {"guide", "supervisor"}, None),
    ],
)
def test_who_signs_next(chain: tuple[str, ...], signed: set[str], role: str | None) -> None:
    assert rules.next_role(chain, signed) == role


@pytest.mark.parametrize(
    ("days", "reminders"),
    [(0, 0), (2, 0), (3, 1), (6, 1), (7, 2), (13, 2), (14, 3), (20, 3), (21, 4), (28, 5), (35, 6), (41, 6)],
)
def test_reminders_back_off_to_once_a_week(days: int, reminders: int) -> None:
    assert rules.reminders_by(days) == reminders


@pytest.mark.parametrize(
    ("hours", "sent", "due"),
    [(71, 0, False), (72, 0, True), (72, 1, False), (168, 1, True), (168, 2, False), (700, 0, True)],
)
def test_a_reminder_is_due_once(hours: int, sent: int, due: bool) -> None:
    assert rules.reminder_due(NOW, sent, NOW + dt.timedelta(hours=hours)) is due


@pytest.mark.parametrize(("link_days", "ask_days"), [(1, 42), (14, 42), (42, 42), (43, 43), (90, 90)])
def test_an_ask_outlives_its_links(link_days: int, ask_days: int) -> None:
    until = rules.open_until(NOW, link_days)
    assert until == NOW + dt.timedelta(days=ask_days)
    assert rules.link_until(NOW, link_days, until) == NOW + dt.timedelta(days=link_days)
    late = until - dt.timedelta(hours=1)
    assert rules.link_until(late, link_days, until) == until


@pytest.mark.parametrize(
    ("last", "at_once"), [(None, True), (0, False), (23, False), (24, True), (100, True)]
)
def test_one_mail_a_day_leads_to_all_that_is_new(last: int | None, at_once: bool) -> None:
    moment = None if last is None else NOW - dt.timedelta(hours=last)
    assert rules.mail_at_once(moment, NOW) is at_once


def test_ages_of_nothing_and_of_one() -> None:
    assert rules.ages([]) is None
    assert rules.ages([5]) == rules.Ages(1, 5, 5, 5, 5)


def test_ages_of_several() -> None:
    assert rules.ages([1, 2, 3, 4, 20]) == rules.Ages(5, 2.0, 3.0, 4.0, 20)
    assert rules.ages([10, 0]) == rules.Ages(2, 2.5, 5.0, 7.5, 10)


@pytest.mark.parametrize("seed", range(40))
def test_quartiles_are_in_order_and_inside(seed: int) -> None:
    chance = random.Random(seed)
    days = [chance.randrange(400) for _ in range(chance.randint(1, 40))]
    found = rules.ages(days)
    assert found is not None
    assert min(days) <= found.lower <= found.median <= found.upper <= found.oldest == max(days)
    assert found.count == len(days)


def test_the_digest_is_that_of_canonical_json() -> None:
    assert rules.content_digest({"b": 1, "a": "ø"}) == rules.content_digest({"a": "ø", "b": 1})
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # SHA-256 of "{}"
    assert rules.content_digest({}) == empty

"""Deadlines by default, the table of states, the order of admission, and what presses in time for the plan."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.courses.rules import (
    ACTIVE,
    ENDED,
    STATES,
    TRANSITIONS,
    Applicant,
    Chance,
    KnownDate,
    acts_from,
    chance_of,
    coming,
    in_order,
    seniority_days,
    step,
)
from borealis.courses.rules.faults import day_faults, day_in, days_of, faults_in

DAY = dt.timedelta(days=1)
TODAY = dt.date(2027, 3, 1)
AT = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
day = dt.date.fromisoformat
days = st.dates(dt.date(2001, 1, 1), dt.date(2090, 1, 1))


def test_a_date_is_announced_six_and_closed_three_months_before_unless_said() -> None:
    found = days_of(dt.date(2027, 9, 14), dt.date(2027, 9, 16), None, None)
    assert (found.announced_on, found.deadline) == (dt.date(2027, 3, 14), dt.date(2027, 6, 14))
    said = days_of(dt.date(2027, 9, 14), None, dt.date(2027, 1, 2), dt.date(2027, 8, 1))
    assert (said.last_day, said.announced_on, said.deadline) == (
        dt.date(2027, 9, 14),
        dt.date(2027, 1, 2),
        dt.date(2027, 8, 1),
    )


def test_months_that_are_shorter_end_on_their_last_day() -> None:
    assert days_of(dt.date(2027, 5, 31), None, None, None).deadline == dt.date(2027, 2, 28)


@given(days, st.integers(0, 59))
def test_days_by_default_are_always_sound(first: dt.date, length: int) -> None:
    assert day_faults(days_of(first, first + length * DAY, None, None)) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ((dt.date(2027, 9, 13), None, None), ("last_day", "ends_before")),
        ((dt.date(2027, 12, 24), None, None), ("last_day", "too_long")),
        ((None, None, dt.date(2027, 9, 15)), ("deadline", "closes_after")),
        ((None, dt.date(2027, 7, 1), dt.date(2027, 6, 1)), ("announced_on", "announced_late")),
    ],
)
def test_days_that_make_no_sense_are_told_by_field(
    said: tuple[dt.date | None, dt.date | None, dt.date | None], fault: tuple[str, str]
) -> None:
    assert day_faults(days_of(dt.date(2027, 9, 14), *said)) == [fault]


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        ("1999-12-31", "2000-01-01", [("first_day", "unlikely_year")]),
        ("2000-01-01", "2000-01-01", []),
        ("2099-12-31", "2099-12-31", []),
        ("2099-12-31", "2100-01-01", [("first_day", "unlikely_year")]),
        ("2027-01-01", "2027-03-01", []),  # sixty days with both
        ("2027-01-01", "2027-03-02", [("last_day", "too_long")]),
    ],
)
def test_a_course_is_in_this_century_and_at_most_sixty_days(
    first: str, last: str, fault: list[tuple[str, str]]
) -> None:
    assert day_faults(days_of(day(first), day(last), None, None)) == fault


def test_a_course_may_close_as_it_begins_and_be_announced_as_it_closes() -> None:
    first = day("2027-09-14")
    assert day_faults(days_of(first, first, first, first)) == []


def test_every_state_is_reached_and_what_has_ended_stays_so() -> None:
    assert {t.to_state for t in TRANSITIONS} | {"wished"} == set(STATES)
    assert not [t for t in TRANSITIONS if t.from_state in ENDED]


def test_nobody_applies_before_the_head_has_given_leave() -> None:
    assert step("wished", "apply_for_course") is None
    assert acts_from("wished", "head") == ("approve_course_leave", "decline_course_leave")
    assert acts_from("approved", "trainee") == ("apply_for_course", "withdraw_from_course")


def test_whoever_is_on_the_way_can_withdraw_and_is_set_free_when_a_date_is_called_off() -> None:
    for state in ACTIVE:
        for act in ("withdraw_from_course", "cancel_course_date"):
            found = step(state, act)
            assert found is not None
            assert found.to_state == "withdrawn"


def test_part_one_does_not_count_and_nobody_has_less_than_nothing() -> None:
    assert seniority_days(dt.date(2027, 1, 1), dt.date(2027, 1, 31)) == 30
    assert seniority_days(dt.date(2027, 2, 1), dt.date(2027, 1, 31)) == 0


def test_the_longest_in_the_specialty_comes_first_then_who_applied_first() -> None:
    old, same_early, same_late = (
        Applicant(1, dt.date(2022, 1, 1), AT + 9 * DAY),
        Applicant(2, dt.date(2024, 1, 1), AT),
        Applicant(3, dt.date(2024, 1, 1), AT + DAY),
    )
    assert in_order([same_late, same_early, old], TODAY, 2) == ([1, 2], [3])


def test_a_place_that_is_given_is_kept_and_takes_room() -> None:
    young, old = Applicant(1, dt.date(2026, 1, 1), AT, placed=True), Applicant(2, dt.date(2020, 1, 1), AT)
    assert in_order([young, old], TODAY, 1) == ([], [2])


applicants = st.lists(
    st.builds(
        Applicant,
        st.integers(1, 10_000),
        st.dates(dt.date(2015, 1, 1), dt.date(2027, 1, 1)),
        st.integers(-300, 0).map(lambda days: AT + days * DAY),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda a: a.key,
)


@given(applicants, st.integers(0, 12))
def test_places_are_never_given_twice_nor_left_free(rows: list[Applicant], places: int) -> None:
    """Against the plain reading: nobody waits while a place is free, or while a younger one gets a place."""
    chosen, others = in_order(rows, TODAY, places)
    placed = sum(row.placed for row in rows)
    waiting = {row.key: row for row in rows if not row.placed}
    assert sorted([*chosen, *others]) == sorted(waiting)
    assert len(chosen) == min(len(waiting), max(0, places - placed))
    assert all(waiting[a].started_on <= waiting[b].started_on for a in chosen for b in others)


def test_a_date_whose_deadline_has_passed_is_gone_and_the_next_is_expected() -> None:
    closed = KnownDate(dt.date(2027, 4, 1), dt.date(2027, 1, 1), 1)
    assert [date.first_day for date in coming([closed], 24, TODAY)] == [
        dt.date(2029, 4, 1),
        dt.date(2031, 4, 1),
    ]
    assert coming([closed], 0, TODAY) == []
    assert coming([], 24, TODAY) == []


def test_what_the_recurrence_puts_in_the_past_is_passed_over() -> None:
    """given a course last held years ago, then only times after today are expected, today itself not among them"""
    long_ago = KnownDate(TODAY.replace(year=2021), None, 1)
    assert [date.first_day for date in coming([long_ago], 24, TODAY)] == [
        TODAY.replace(year=2029),
        TODAY.replace(year=2031),
    ]


def test_what_is_announced_comes_before_what_is_expected() -> None:
    announced = [KnownDate(dt.date(2027, 9, 1), dt.date(2027, 6, 1), 1)]
    assert [date.key for date in coming(announced, 24, TODAY)] == [1, None]


NEXT = KnownDate(dt.date(2027, 9, 1), dt.date(2027, 6, 1), 1)


def test_it_is_the_last_time_when_the_plan_ends_before_the_next_but_one() -> None:
    found = chance_of([NEXT], 24, TODAY, dt.date(2028, 6, 30))
    assert found is not None
    assert (found.why, found.next, found.presses(TODAY)) == ("last_chance", NEXT, False)
    assert found.after == KnownDate(dt.date(2029, 9, 1))
    assert found.presses(dt.date(2027, 5, 4)), "four weeks before the deadline"


def test_there_is_time_enough_when_the_plan_reaches_the_next_but_one() -> None:
    assert chance_of([NEXT], 24, TODAY, dt.date(2029, 9, 1)) is None
    assert chance_of([NEXT], 24, TODAY, None) is None
    assert chance_of([NEXT], 0, TODAY, None) is None, "one that is announced, and none expected after it"


def test_a_near_deadline_is_told_whatever_the_plan() -> None:
    near = dt.date(2027, 5, 20)
    for end in (None, dt.date(2030, 1, 1)):
        found = chance_of([NEXT], 24, near, end)
        assert found is not None
        assert (found.why, found.presses(near)) == ("deadline", True)


def test_what_cannot_be_reached_before_the_end_is_missed() -> None:
    found = chance_of([NEXT], 24, TODAY, dt.date(2027, 8, 1))
    assert found is not None
    assert (found.why, found.next, found.after, found.presses(TODAY)) == ("missed", None, NEXT, True)


def test_a_plan_that_is_over_tells_nothing() -> None:
    assert chance_of([NEXT], 24, TODAY, TODAY - DAY) is None


@pytest.mark.parametrize("text", ["2027-13-01", "14.3.2027", "2027-3-14", "", 20270314, None, "20270314"])
def test_only_whole_days_are_read(text: object) -> None:
    assert day_in(text) is None


def test_faults_of_a_list_stand_at_their_places() -> None:
    listed = [
        {"code": "a", "specialties": ["NUK", "XYZ"], "goals": ["NUK-1"], "dates": []},
        {"code": "a", "dates": [{"first_day": "2027-02-30"}]},
        {"code": "b", "dates": [{"first_day": "2027-02-01"}, {"first_day": "2027-02-01"}]},
    ]
    found = [(fault.path, fault.code) for fault in faults_in(listed, {"NUK"}, {"NUK-2"}, {"b"})]
    assert found == [
        (("courses", 0, "specialties", 1), "unknown_specialties"),
        (("courses", 0, "goals", 0), "unknown_goals"),
        (("courses", 1, "code"), "said_twice"),
        (("courses", 1, "dates", 0, "first_day"), "no_day"),
        (("courses", 2, "code"), "kept_elsewhere"),
        (("courses", 2, "dates", 1, "first_day"), "said_twice"),
    ]


def test_a_day_that_cannot_be_read_is_told_for_each_field_and_what_is_said_wrongly_at_its_own() -> None:
    fields = ("first_day", "last_day", "announced_on", "deadline")
    first, second = (
        dict.fromkeys(fields, "14.3.2027"),
        {
            "first_day": "2027-09-14",
            "last_day": "2027-09-13",
            "announced_on": "2027-09-01",
            "deadline": "2027-09-15",
        },
    )
    found = faults_in([{"code": "a", "dates": [first, second]}], (), (), ())
    at = [(fault.path[2:], fault.code, fault.value) for fault in found]
    assert at == [
        *((("dates", 0, field), "no_day", "14.3.2027") for field in fields),
        (("dates", 1, "last_day"), "ends_before", "2027-09-13"),
        (("dates", 1, "deadline"), "closes_after", "2027-09-15"),
    ]
    late = {"first_day": "2027-09-14", "deadline": "2027-06-01", "announced_on": "2027-06-02"}
    (told,) = faults_in([{"code": "a", "dates": [late]}], (), (), ())
    assert (told.path[2:], told.code, told.value) == (
        ("dates", 0, "announced_on"),
        "announced_late",
        "2027-06-02",
    )


def test_a_deadline_today_is_open_and_a_course_today_has_begun() -> None:
    today, ahead = KnownDate(TODAY, None, 1), KnownDate(dt.date(2027, 6, 1), TODAY, 2)
    assert [date.key for date in coming([ahead, today], 0, TODAY)] == [2]


def test_a_course_can_come_every_month() -> None:
    last = KnownDate(dt.date(2027, 2, 15), None, 1)
    assert coming([last], 1, TODAY) == [KnownDate(dt.date(2027, 3, 15)), KnownDate(dt.date(2027, 4, 15))]


def test_a_plan_that_ends_today_and_a_course_on_the_last_day_of_the_plan_count() -> None:
    ends = chance_of([NEXT], 24, TODAY, TODAY)
    assert ends is not None
    assert ends.why == "missed"
    on_the_day = chance_of([NEXT], 24, TODAY, NEXT.first_day)
    assert on_the_day is not None
    assert (on_the_day.why, on_the_day.next) == ("last_chance", NEXT)


def test_a_deadline_is_near_from_four_weeks_before() -> None:
    assert NEXT.deadline is not None
    near, not_yet = NEXT.deadline - 28 * DAY, NEXT.deadline - 29 * DAY
    assert chance_of([NEXT], 24, not_yet, None) is None
    found = chance_of([NEXT], 24, near, None)
    assert found is not None
    assert [found.presses(one) for one in (near, not_yet)] == [True, False]


def test_what_is_missed_presses_and_what_has_no_deadline_does_not() -> None:
    expected = KnownDate(NEXT.first_day)
    assert Chance("missed", NEXT, None).presses(TODAY)
    assert Chance("last_chance", None, None).presses(TODAY)
    assert not Chance("last_chance", expected, None).presses(TODAY)

"""Small truths of rosters: who supervises, who met whom, which absence is found, whom a name means."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.rosters.rules.absences import FoundAbsence, absences_found
from borealis.rosters.rules.changes import difference
from borealis.rosters.rules.clock import days_touched, minutes_on, moment, span, week_days
from borealis.rosters.rules.codes import DutyCode
from borealis.rosters.rules.duties import Duty, Named, Reading
from borealis.rosters.rules.names import Candidate, match_people
from borealis.rosters.rules.supervision import Met, Shift, supervision_on, together, uncovered
from borealis.rosters.rules.written import read_minute, read_moment

TRAINEE, SPECIALIST, OTHER = 1, 2, 3
DAY = dt.date(2027, 3, 1)
HOUR = 60


def on(*shifts: Shift, specialists: frozenset[int] = frozenset({SPECIALIST})) -> list[tuple[object, ...]]:
    found = supervision_on(shifts, frozenset({TRAINEE}), specialists)
    return [(row.supervisors, row.gaps, row.is_finding) for row in found]


WORK = Shift(TRAINEE, 8 * HOUR, 16 * HOUR, "on_site")
SUPERVISES = Shift(SPECIALIST, 8 * HOUR, 16 * HOUR, "on_site", True)


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (SUPERVISES, ((SPECIALIST,), (), False)),
        (Shift(SPECIALIST, 8 * HOUR, 16 * HOUR, "on_site", False), ((), ((480, 960),), True)),
        (Shift(OTHER, 8 * HOUR, 16 * HOUR, "on_site", True), ((), ((480, 960),), True)),
        (Shift(SPECIALIST, 8 * HOUR, 12 * HOUR, "on_site", True), ((SPECIALIST,), ((720, 960),), True)),
        (Shift(SPECIALIST, 8 * HOUR, 15 * HOUR + 30, "on_site", True), ((SPECIALIST,), ((930, 960),), False)),
        (Shift(SPECIALIST, 16 * HOUR, 20 * HOUR, "on_site", True), ((), ((480, 960),), True)),
        (Shift(SPECIALIST, 0, 24 * HOUR, "on_call", True), ((SPECIALIST,), (), False)),
    ],
    ids=["there", "does not supervise", "no specialist", "half", "half an hour short", "later", "by phone"],
)
def test_only_specialists_whose_duty_supervises_count(shift: Shift, expected: tuple[object, ...]) -> None:
    assert on(WORK, shift) == [expected]


def test_teaching_and_home_duty_need_no_supervisor() -> None:
    assert on(Shift(TRAINEE, 480, 600, "teaching"), Shift(TRAINEE, 600, 900, "on_call")) == []


def test_nobody_supervises_oneself() -> None:
    own = Shift(TRAINEE, 8 * HOUR, 16 * HOUR, "on_site", True)
    assert on(own, specialists=frozenset({TRAINEE})) == [((), ((480, 960),), True)]


WINDOWS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda p: (min(p), max(p))), max_size=6
)


@given(windows=WINDOWS, covers=WINDOWS)
def test_uncovered_time_is_what_an_oracle_minute_by_minute_says(
    windows: list[tuple[int, int]], covers: list[tuple[int, int]]
) -> None:
    wanted = {m for a, b in windows for m in range(a, b)} - {m for a, b in covers for m in range(a, b)}
    assert {m for a, b in uncovered(windows, covers) for m in range(a, b)} == wanted


def test_days_together_are_counted_the_most_often_first() -> None:
    own = [(DAY, (480, 930)), (DAY + dt.timedelta(days=1), (480, 930))]
    others = [
        (2, DAY, (900, 1200)),
        (3, DAY, (480, 720)),
        (3, DAY + dt.timedelta(days=1), (480, 930)),
        (4, DAY, (910, 1200)),
        (5, DAY + dt.timedelta(days=2), (480, 930)),
    ]
    assert together(own, others) == [
        Met(3, 2, 240 + 450, DAY, DAY + dt.timedelta(days=1)),
        Met(2, 1, 30, DAY, DAY),
    ]


CODES = st.sampled_from("DLNS")
PLANS = st.dictionaries(st.tuples(st.sampled_from("ab"), st.integers(1, 6)), CODES, max_size=8)


def duty(who: str, number: int, code: str) -> Duty:
    start, end = span(dt.date(2027, 3, number), 480, 900)
    return Duty(who, dt.date(2027, 3, number), start, end, code, "on_site", True, True)


@given(
    before=PLANS,
    after=PLANS,
    blocked=st.sets(st.tuples(st.sampled_from("ab"), st.integers(1, 6)), max_size=3),
)
def test_applying_a_difference_gives_the_file_and_what_it_could_not_say(
    before: dict[tuple[str, int], str], after: dict[tuple[str, int], str], blocked: set[tuple[str, int]]
) -> None:
    """given any stored roster and any file, then the outcome is the file's days, else what stood"""
    stored = {pk: duty(*key, code) for pk, (key, code) in enumerate(before.items())}
    told = tuple(duty(*key, code) for key, code in after.items() if key not in blocked)
    reading = Reading(
        told,
        tuple(Named(who, "", who) for who in "ab"),
        dt.date(2027, 3, 1),
        dt.date(2027, 3, 5),
        (),
        {},
        frozenset((who, dt.date(2027, 3, number)) for who, number in blocked),
    )
    change = difference(reading, stored, complete=True)
    outcome = {d.key for pk, d in stored.items() if pk not in change.removed} | {d.key for d in change.added}
    stands = {d.key for key, d in zip(before, stored.values(), strict=True) if key in blocked or key[1] == 6}
    assert outcome == {d.key for d in told} | stands
    assert not {d.key for d in change.added} & {d.key for d in stored.values()}


def days(*numbers: int) -> list[dt.date]:
    return [dt.date(2027, 3, number) for number in numbers]


def test_absence_goes_on_over_days_off_and_is_ended_by_work() -> None:
    away = [(day, "sick_leave") for day in days(4, 5, 8, 10)]
    found = absences_found(away, days(3, 9), ())
    assert found == [
        FoundAbsence("sick_leave", *days(4, 8), 3),
        FoundAbsence("sick_leave", *days(10, 10), 1),
    ]


def test_what_is_registered_is_not_found_again() -> None:
    away = [(day, "holiday") for day in days(1, 2, 3, 4)]
    assert absences_found(away, (), [tuple(days(2, 3))]) == [
        FoundAbsence("holiday", *days(1, 1), 1),
        FoundAbsence("holiday", *days(4, 4), 1),
    ]
    assert absences_found(away, (), [tuple(days(1, 4))]) == []


def test_two_kinds_of_absence_are_two_periods() -> None:
    away = [(days(1)[0], "holiday"), (days(2)[0], "sick_leave")]
    assert [row.kind for row in absences_found(away, (), ())] == ["holiday", "sick_leave"]


PEOPLE = [
    Candidate(1, "Nora Fjellrype", "77"),
    Candidate(2, "Kari Nes"),
    Candidate(3, "Kari Nes"),
    Candidate(4, "Ola Berg Li"),
]


@pytest.mark.parametrize(
    ("number", "name", "person", "how"),
    [
        ("77", "Fjellrype, Nora", 1, "number_and_name"),
        ("77", "", 1, "number"),
        ("77", "Ola Dunk", 1, "number_other_name"),
        ("", "NORA  FJELLRYPE", 1, "name"),
        ("", "Kari Nes", None, "several"),
        ("", "Ola Li", 4, "part_of_name"),
        ("", "Ola", None, "none"),
        ("78", "Per Spelmann", None, "none"),
    ],
)
def test_whom_a_name_means_and_how_sure_it_is(number: str, name: str, person: int | None, how: str) -> None:
    (match,) = match_people([Named("x", number, name)], PEOPLE, {})
    assert (match.person_id, match.how) == (person, how)
    assert match.is_sure == (how in ("number_and_name", "number"))


def test_two_names_are_never_one_person_unless_somebody_says_so() -> None:
    rows = [Named("a", "", "Nora Fjellrype"), Named("b", "", "Fjellrype Nora")]
    assert [m.person_id for m in match_people(rows, PEOPLE, {})] == [None, None]
    assert [m.how for m in match_people(rows, PEOPLE, {"a": 1, "b": None})] == ["confirmed", "nobody"]


def test_a_night_is_cut_at_midnight_by_the_clock_on_the_wall() -> None:
    start, end = span(dt.date(2027, 3, 27), 20 * HOUR, 8 * HOUR)
    assert minutes_on(dt.date(2027, 3, 27), start, end) == (1200, 1440)
    assert minutes_on(dt.date(2027, 3, 28), start, end) == (0, 480)
    assert minutes_on(dt.date(2027, 3, 29), start, end) is None
    assert days_touched(start, end) == [dt.date(2027, 3, 27), dt.date(2027, 3, 28)]


def test_an_hour_that_the_clock_skips_is_the_one_after_it() -> None:
    assert moment(dt.date(2027, 3, 28), 150) == moment(dt.date(2027, 3, 28), 210)
    whole = span(dt.date(2027, 10, 31), None, None)
    assert (whole[1] - whole[0]).total_seconds() == 25 * 3600


def test_there_is_no_week_54() -> None:
    assert week_days(2026, 53)[0] == dt.date(2026, 12, 28)
    with pytest.raises(ValueError, match="week"):
        week_days(2026, 54)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("08:00", 480),
        ("8.30", 510),
        ("0830", 510),
        ("kl. 8", 480),
        ("24:00", 1440),
        ("0,5", 720),
        ("25:00", None),
        ("x", None),
    ],
)
def test_times_are_read_as_people_write_them(text: str, minute: int | None) -> None:
    assert read_minute(text) == minute


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28.12.2026 08:00", (dt.date(2026, 12, 28), 480)),
        ("2026-12-28T08:00:00", (dt.date(2026, 12, 28), 480)),
        ("ma 28. desember 2026 kl. 8.00", (dt.date(2026, 12, 28), 480)),
        ("46384", (dt.date(2026, 12, 28), None)),
        ("31.11.2026", None),
    ],
)
def test_moments_are_read_as_people_write_them(text: str, said: object) -> None:
    assert read_moment(text) == said


@pytest.mark.parametrize(
    "facts", [{"meaning": "x"}, {"code": ""}, {"start": 480}, {"start": 1500, "end": 10}, {"code": "x" * 21}]
)
def test_a_code_that_cannot_be_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"meaning|code|times"):
        DutyCode(**{"code": "D", "meaning": "on_site", **facts})  # type: ignore[arg-type]

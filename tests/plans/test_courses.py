"""The courses of a programme in the planner's problem, and in the plans that come of it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.planner import Solution, can_stand, check, read_problem, solution_to_json, solve
from borealis.planner.formats.variants import MOST_VARIANTS
from borealis.plans.course_words import course_lines
from borealis.plans.queries.what_if import ordered
from borealis.plans.rules.changes import Starter, changed_problem
from borealis.plans.rules.choices import PhaseChoice
from borealis.plans.rules.comparison import CourseChange, compare, course_changes
from borealis.plans.rules.content import PlanContent, PlannedCourse, Stint, content_from, digest
from borealis.plans.rules.courses import (
    MOST_DATES,
    Ahead,
    Attending,
    CourseAhead,
    course_rows,
    courses_ahead,
    few_enough,
)
from borealis.plans.rules.months import later, number, span
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.positions import Expected, with_positions
from borealis.plans.rules.problem import (
    ArenaPlaces,
    Candidate,
    Phase,
    ServiceDone,
    problem,
    without_dates,
)

FIRST = "2027-01"
YEARLY = tuple(f"{year}-09" for year in range(2027, 2037))
ORDER = CourseAhead("order", YEARLY, after=("intro",), before=("rest",))

INTRO = Phase("intro", 6, (("lab", 0),))
WARD = Phase("ward", 6, (("ward", 0),))
REST = Phase("rest", 12, (("lab", 0),), after=("intro",), fills_service_time=True)
PHASES = (INTRO, WARD, REST)


def lis(*courses: CourseAhead, **changes: object) -> Candidate:
    given = {
        "id": "1",
        "town": "tromso",
        "first": FIRST,
        "service_needed": 24.0,
        "courses": courses,
        **changes,
    }
    return Candidate(**given)  # type: ignore[arg-type]


def served(arena: str, first: str, last: str) -> ServiceDone:
    return ServiceDone(arena, dt.date.fromisoformat(first), dt.date.fromisoformat(last), 100)


def told(candidate: Candidate, phases: tuple[Phase, ...] = PHASES) -> list[dict[str, Any]]:
    (row,) = problem(phases, [], [candidate], FIRST)["trainees"]
    found: list[dict[str, Any]] = row.get("courses", [])
    return found


KNOWN = Attending(
    {"order": ("2027-09", "2028-09")},
    done=frozenset({(1, "order"), (2, "other")}),
    bound={(3, "order"): "2027-05", (4, "order"): "2026-12"},
)


@pytest.mark.parametrize(
    ("name", "trainee", "months", "bound"),
    [
        ("completed: nothing is left", 1, None, ""),
        ("another is completed", 2, ("2027-09", "2028-09"), ""),
        ("on the way to a date", 3, ("2027-09", "2028-09"), "2027-05"),
        ("on the way to a date before the plan begins: presumed attended", 4, None, ""),
        ("somebody new", None, ("2027-09", "2028-09"), ""),
    ],
)
def test_which_courses_a_trainee_has_left(
    name: str, trainee: int | None, months: tuple[str, ...] | None, bound: str
) -> None:
    asked = CourseAhead("order", (), ("intro",), ("rest",))
    expected = () if months is None else (replace(asked, months=months, bound=bound),)
    assert courses_ahead([asked], KNOWN, FIRST, trainee) == expected, name


def test_a_date_in_the_first_month_binds_and_a_course_nobody_knows_has_no_months() -> None:
    known = replace(KNOWN, bound={(3, "order"): FIRST})
    assert courses_ahead([ORDER], known, FIRST, 3)[0].bound == FIRST
    assert courses_ahead([CourseAhead("gone")], KNOWN, FIRST, 1) == (CourseAhead("gone"),)


AWAY = (("2027-08", "2027-10", "parental_leave"),)
DONE = (served("lab", "2026-07-01", "2026-12-31"),)
NARROWED: list[tuple[str, CourseAhead, dict[str, object], dict[str, Any] | None]] = [
    (
        "dates after the phase that comes first can be over",
        replace(ORDER, months=("2027-03", "2027-06", "2027-07", "2027-12")),
        {},
        {"months": ["2027-07", "2027-12"], "after": ["intro"], "before": ["rest"]},
    ),
    (
        "a phase that is done is waited for by nobody",
        replace(ORDER, months=("2026-12", "2027-01", "2027-07")),
        {"services": DONE},
        {"months": ["2027-01", "2027-07"], "after": [], "before": ["rest"]},
    ),
    (
        "a phase that has begun waits for no course",
        CourseAhead("order", YEARLY[:1], (), ("intro", "rest")),
        {"services": (served("lab", "2026-11-01", "2026-12-31"),)},
        {"months": ["2027-09"], "after": [], "before": ["rest"]},
    ),
    (
        "nothing before or after is left, and the course is attended all the same",
        CourseAhead("order", YEARLY[:2], ("intro",), ("intro",)),
        {"services": DONE},
        {"months": ["2027-09", "2028-09"], "after": [], "before": []},
    ),
    (
        "leave puts the phase that comes first off",
        replace(ORDER, months=("2027-07", "2027-09", "2027-11")),
        {"away": (("2027-02", "2027-04", "parental_leave"),)},
        {"months": ["2027-11"], "after": ["intro"], "before": ["rest"]},
    ),
    (
        "nobody attends while away",
        replace(ORDER, months=("2027-09", "2027-12")),
        {"away": AWAY},
        {"months": ["2027-12"], "after": ["intro"], "before": ["rest"]},
    ),
    ("no date is late enough", replace(ORDER, months=("2027-03", "2027-06")), {}, None),
    ("no date is known", replace(ORDER, months=()), {}, None),
    (
        "no date beyond the longest wait after the agreed end",
        CourseAhead("order", ("2031-12", "2032-01")),
        {},
        {"months": ["2031-12"], "after": [], "before": []},
    ),
    (
        "a date that binds is the only one",
        replace(ORDER, bound="2027-10"),
        {},
        {"months": ["2027-10"], "after": ["intro"], "before": ["rest"]},
    ),
    (
        "a date that binds is attended though what comes first cannot be over",
        replace(ORDER, bound="2027-06"),
        {},
        {"months": ["2027-06"], "after": [], "before": ["rest"]},
    ),
    (
        "whoever is away then takes another",
        replace(ORDER, bound="2027-09"),
        {"away": AWAY},
        {"months": list(YEARLY[1:3]), "after": ["intro"], "before": ["rest"]},
    ),
    (
        "and so does who begins later",
        CourseAhead("order", ("2027-03", "2027-09"), (), (), "2027-03"),
        {"first": "2027-04"},
        {"months": ["2027-09"], "after": [], "before": []},
    ),
]


@pytest.mark.parametrize(("name", "course", "changes", "expected"), NARROWED)
def test_a_course_as_the_problem_has_it(
    name: str, course: CourseAhead, changes: dict[str, object], expected: dict[str, Any] | None
) -> None:
    rows = told(lis(course, **changes))
    assert rows == ([{"id": "order", **expected}] if expected else []), name


def test_only_what_is_sure_of_a_choice_comes_before_a_course() -> None:
    choice = PhaseChoice("path", (("ward",), ("desk",)))
    phases = (
        INTRO,
        replace(WARD, months=3, choice=choice),
        Phase("desk", 3, (("desk", 0),), choice=choice),
        replace(REST, after=("ward", "intro")),
    )
    course = CourseAhead("order", ("2027-03", "2027-07"), after=("ward",), before=("rest",))
    assert told(lis(course), phases)[0]["months"] == ["2027-03", "2027-07"]
    late = CourseAhead("order", ("2027-03", "2028-12"), after=("rest",))
    assert told(lis(late), phases)[0]["months"] == ["2028-12"]


def test_a_phase_that_is_to_begin_at_once_waits_for_no_course() -> None:
    phases = (INTRO, replace(WARD, directly_after="intro"), REST)
    course = CourseAhead("order", YEARLY, after=("rest",), before=("ward",))
    (row,) = told(lis(course, services=DONE), phases)
    assert (row["after"], row["before"]) == (["rest"], [])
    built = problem(phases, places(lab=1, ward=1), [lis(course, services=DONE)], FIRST)
    assert read_problem(built).trainees[0].courses[0].before == ()


def test_a_problem_without_courses_is_as_before() -> None:
    (row,) = problem(PHASES, [], [lis()], FIRST)["trainees"]
    assert "courses" not in row


def test_somebody_new_and_a_position_attend_the_courses_too() -> None:
    before = problem(PHASES, places(lab=1, ward=1), [], FIRST)
    (new,) = changed_problem(before, Starter("2027-06", "tromso"), PHASES, (ORDER,))["trainees"]
    (held,) = with_positions(before, [Expected(1, "2027-06", 1, "Bodø")], PHASES, 24, (ORDER,))["trainees"]
    for row in (new, held):
        assert row["courses"][0]["months"] == list(YEARLY[1:3])


@pytest.mark.parametrize(
    ("name", "both", "ways", "kept"),
    [
        ("one course", [20], 1, [4]),
        ("one course that is seldom", [3], 1, [3]),
        ("two courses", [20, 20], 1, [3, 3]),
        ("two courses, one of them seldom", [2, 20], 1, [2, 4]),
        ("three courses", [20, 20, 20], 1, [2, 2, 2]),
        ("many options", [20], 16, [2]),
        ("more options than leave room for two dates", [20], 24, [1]),
    ],
)
def test_dates_are_cut_evenly(name: str, both: list[int], ways: int, kept: list[int]) -> None:
    courses = [
        replace(ORDER, code=str(k), months=span(FIRST, later(FIRST, n - 1))) for k, n in enumerate(both)
    ]  # type: ignore[arg-type]
    courses = [replace(course, months=tuple(course.months)) for course in courses]
    assert [len(course.months) for course in few_enough(courses, ways)] == kept, name


def test_the_dates_that_are_kept_are_the_earliest_then_ever_farther_apart() -> None:
    halves = tuple(later(FIRST, 6 * step) for step in range(16))
    (course,) = few_enough([replace(ORDER, months=halves)], 1)
    assert [halves.index(month) for month in course.months] == [0, 2, 7, 15]
    (course,) = few_enough([replace(ORDER, months=halves)], 24)
    assert course.months == halves[:1]
    (course,) = few_enough([replace(ORDER, months=halves[:5])], 1)
    assert [halves.index(month) for month in course.months] == [0, 1, 2, 4]


@pytest.mark.parametrize(
    ("name", "months", "kept"),
    [
        (
            "until the rest can be over in time, and the next one",
            ["2027-09", "2027-12", "2028-01", "2028-02"],
            4,
        ),
        ("no later ones", ["2027-09", "2028-01", "2028-02", "2028-03"], 3),
        ("two, however late", ["2029-09", "2030-09", "2031-09"], 2),
    ],
)
def test_between_phases_those_dates_count_after_which_the_rest_can_be_over_in_time(
    name: str, months: list[str], kept: int
) -> None:
    """The agreed end is 2028-12, and the phase after the course takes twelve months."""
    (row,) = told(lis(replace(ORDER, months=tuple(months))))
    assert row["months"] == months[:kept], name


def test_dates_of_courses_with_phases_on_one_side_are_all_kept() -> None:
    after, before = CourseAhead("a", YEARLY, ("intro",)), CourseAhead("b", YEARLY, (), ("rest",))
    both = replace(ORDER, code="c")
    kept = few_enough([after, before, both], 8)
    assert [len(course.months) for course in kept] == [10, 10, 2]


sides = st.sampled_from(["both", "after", "before", "none"])


@given(
    st.lists(st.tuples(sides, st.integers(1, 80)), max_size=6),
    st.sampled_from([1, 2, 3, 4, 6, 12, 24, 48]),
)
def test_no_trainee_gets_more_ways_than_the_planner_tries(
    wanted: list[tuple[str, int]], options: int
) -> None:
    """Whatever a programme may say (`fewest_ways`), the planner's own count of what is left stays within its bound."""
    fewest = math.prod({"both": 3, "after": 2}.get(side, 1) for side, _ in wanted)
    if fewest * options > MOST_VARIANTS:
        return
    choice = PhaseChoice("path", tuple((f"o{n}",) for n in range(options)))
    chosen = [Phase(f"o{n}", 1, (("lab", 0),), choice=choice) for n in range(options)] if options > 1 else []
    courses = [
        CourseAhead(
            f"c{k}",
            tuple(later(FIRST, 6 + 2 * n) for n in range(dates)),
            ("intro",) if side in ("both", "after") else (),
            ("rest",) if side in ("both", "before") else (),
        )
        for k, (side, dates) in enumerate(wanted)
    ]
    built = problem((*PHASES, *chosen), places(lab=9, ward=9), [lis(*courses)], FIRST)
    read = read_problem(built)  # refuses a trainee with too many ways
    assert len(read.trainees[0].courses) == len(courses)
    assert all(len(c.months) <= MOST_DATES for c in read.trainees[0].courses if c.after and c.before)


def places(**arenas: int) -> list[ArenaPlaces]:
    return [ArenaPlaces(code, "tromso", ((FIRST, None, n, 0),)) for code, n in arenas.items()]


def solved(built: dict[str, Any]) -> Solution:
    read = read_problem(built)
    solution = solve(read, seconds=20)
    assert check(read, solution).is_sound
    return solution


FACTS = {"programme_version": 1, "norm_end": {"1": "2028-12"}}


def content_of(built: dict[str, Any], facts: dict[str, Any] = FACTS) -> PlanContent:
    return contents_from(built, facts, solution_to_json(solved(built)))["1"]


def test_a_plan_keeps_the_order_of_a_course_and_says_when_it_is_attended() -> None:
    built = problem(PHASES, places(lab=1, ward=1), [lis(ORDER)], FIRST)
    content = content_of(built)
    assert content.courses == (PlannedCourse("order", "2027-09"),)
    last, begun = (next(s for s in content.stints if s.phase == code) for code in ("intro", "rest"))
    assert last.through < "2027-09" <= begun.first
    assert content.unplaced == ()


def test_the_plan_that_came_of_it_can_stand() -> None:
    built = problem(PHASES, places(lab=1, ward=1), [lis(ORDER)], FIRST)
    current = content_of(built).stints
    read = read_problem(problem(PHASES, places(lab=1, ward=1), [lis(ORDER, current=current)], FIRST))
    assert can_stand(read, read.trainees[0])


def test_a_course_that_no_date_fits_is_missed_and_what_it_keeps_back_has_no_place() -> None:
    course = CourseAhead("order", ("2027-07",), after=("ward",), before=("rest",))
    closed = [
        ArenaPlaces("lab", "tromso", ((FIRST, None, 1, 0),)),
        ArenaPlaces("ward", "tromso", (("2027-09", None, 1, 0),)),
    ]
    content = content_of(problem(PHASES, closed, [lis(course)], FIRST))
    assert content.courses == (PlannedCourse("order", None),)
    assert {part.reason for part in content.unplaced} == {"course"}


def test_a_trainee_with_nothing_left_to_serve_is_planned_on_no_course() -> None:
    courses = CourseAhead("order", YEARLY), CourseAhead("gone")
    candidate = lis(*courses, services=DONE, reached=frozenset({"intro", "ward"}), service_needed=0.0)
    built = problem(PHASES, places(lab=1, ward=1), [candidate], FIRST)
    assert built["trainees"][0]["blocks"] == []
    assert "courses" not in built["trainees"][0]
    assert without_dates([candidate], built) == {}


def test_courses_without_a_date_are_stored_beside_the_problem_and_come_last_in_the_plan() -> None:
    gone = CourseAhead("gone", (), ("intro",))
    candidates = [lis(gone, ORDER), lis(ORDER, id="2")]
    built = problem(PHASES, places(lab=2, ward=2), candidates, FIRST)
    facts = without_dates(candidates, built)
    assert facts == {"courses_without_dates": {"1": ["gone"]}}
    assert without_dates([lis(ORDER)], problem(PHASES, [], [lis(ORDER)], FIRST)) == {}
    content = contents_from(built, {**FACTS, **facts}, solution_to_json(solved(built)))["1"]
    assert content.courses == (PlannedCourse("order", "2027-09"), PlannedCourse("gone", None, is_dated=False))


def test_courses_come_in_the_order_of_the_problem_also_when_what_is_stored_turns_them() -> None:
    built = problem(
        PHASES, places(lab=1, ward=1), [lis(replace(ORDER, code="z"), replace(ORDER, code="a"))], FIRST
    )
    written = solution_to_json(solved(built))
    (row,) = written["trainees"]  # type: ignore[misc]
    row["courses"] = dict(sorted(row["courses"].items()))  # type: ignore[index]
    assert [planned.course for planned in contents_from(built, FACTS, written)["1"].courses] == ["z", "a"]


def test_phases_in_order_keep_the_courses_too() -> None:
    current = (Stint("rest", "lab", "2027-01", "2027-12"), Stint("intro", "lab", "2028-01", "2028-06"))
    phases = (INTRO, WARD, replace(REST, after=()))
    (row,) = problem(phases, places(lab=1, ward=1), [lis(ORDER, current=current)], FIRST)["trainees"]
    assert [block["id"] for block in ordered(row)["blocks"]] == ["ward", "intro", "rest"]
    without = {key: value for key, value in row.items() if key != "courses"}
    assert [block["id"] for block in ordered(without)["blocks"]] == ["ward", "rest", "intro"]


PLAN = PlanContent(
    1, FIRST, (Stint("intro", "lab", "2027-01", "2027-06"),), (), "2028-12", "2028-12", "2028-12"
)
WITH = replace(PLAN, courses=(PlannedCourse("order", "2027-09"), PlannedCourse("gone", None, is_dated=False)))


def test_courses_survive_storage_and_plans_from_before_them_are_read() -> None:
    assert content_from(WITH.as_json()) == WITH
    assert "courses" not in PLAN.as_json()
    assert content_from(PLAN.as_json()) == PLAN


def test_the_months_of_courses_are_no_part_of_what_is_signed() -> None:
    assert digest(WITH) == digest(PLAN)
    assert not compare(PLAN, WITH).changed


def courses(**months: str | None) -> PlanContent:
    return replace(PLAN, courses=tuple(PlannedCourse(code, month) for code, month in months.items()))


@pytest.mark.parametrize(
    ("name", "before", "after", "changes"),
    [
        ("alike", courses(a="2027-09"), courses(a="2027-09"), []),
        (
            "another month",
            courses(a="2027-09"),
            courses(a="2028-09"),
            [CourseChange("a", "2027-09", "2028-09")],
        ),
        ("no date any more", courses(a="2027-09"), courses(a=None), [CourseChange("a", "2027-09", None)]),
        ("a date at last", courses(a=None), courses(a="2028-09"), [CourseChange("a", None, "2028-09")]),
        ("new", courses(), courses(a="2028-09"), [CourseChange("a", None, "2028-09")]),
        ("new, without a date", courses(), courses(a=None), []),
        ("attended since", courses(a="2027-09"), courses(), []),
    ],
)
def test_what_differs_between_the_courses_of_two_plans(
    name: str, before: PlanContent, after: PlanContent, changes: list[CourseChange]
) -> None:
    assert course_changes(before, after) == changes, name


def test_courses_are_shown_by_time() -> None:
    content = replace(
        PLAN,
        courses=(
            PlannedCourse("gone", None, is_dated=False),
            PlannedCourse("none", None),
            PlannedCourse("late", "2029-01"),
            PlannedCourse("soon", "2027-03"),
        ),
    )
    lines = course_lines(content, {})
    assert [line.name for line in lines] == ["soon", "late", "none", "gone"]
    assert [line.needs_somebody for line in lines] == [False, True, True, False]
    assert {line.url for line in lines} == {""}


def test_rows_are_made_without_a_problem_too() -> None:
    ahead = Ahead(
        {"intro": 6, "rest": 0},
        frozenset(),
        lambda codes: "2027-06" if codes else "2026-12",
        (),
        FIRST,
        "2037-01",
        "2040-01",
    )
    assert course_rows([ORDER], ahead)[0] == {
        "id": "order",
        "months": list(YEARLY),
        "after": ["intro"],
        "before": [],
    }
    assert number(YEARLY[0]) > number(FIRST)

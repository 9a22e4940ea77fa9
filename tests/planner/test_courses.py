"""H10: courses are attended on one of their dates, between the blocks they stand between; the best date is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from borealis.planner import can_stand, check, explain, read_problem, solve, solve_some
from borealis.planner.formats.variants import many_variants, variants_of
from borealis.planner.words.reasons import explanation_in_words
from tests.planner import by_rule
from tests.planner.judged import Way, best_of, faults_in, judged
from tests.planner.problems import arena, block, problem, span, trainee
from tests.planner.test_vast import in_parts


def held(*months: int) -> list[str]:
    return [span(month)["from"] for month in months]


def course(*months: int, **more: Any) -> dict[str, Any]:
    """A course after the basic block and before the last."""
    return {"id": "course", "months": held(*months), "after": ["basic"], "before": ["last"], **more}


def person(*months: int, **more: Any) -> Any:
    blocks = [block("basic", 2, ["ward"]), block("last", 2, ["ward"]), block("other", 1, ["ward"])]
    return trainee("kari", blocks, 4, **{"courses": [course(*months)], **more})


def document(*months: int, **more: Any) -> Any:
    return problem([person(*months, **more)], [arena("ward")], 9)


WAY: Way = [("basic", "ward", 0, 1), ("last", "ward", 3, 4), ("other", "ward", 5, 5)]
OTHER: Way = [("other", "ward", 0, 0)]

# The stints, the month of the course (or none), and the breaches: rule, code, month.
CASES: list[tuple[Way, int | None, list[tuple[str, str, int | None]]]] = [
    (WAY, 2, []),
    (WAY, 3, []),
    (WAY, 1, [("H10", "no_such_date", 1), ("H10", "block_after_course", 1)]),
    (WAY, 5, [("H10", "block_before_course", 3)]),
    (WAY, None, [("H10", "block_before_course", 3)]),
    (WAY, 6, [("H10", "away_from_course", 6), ("H10", "block_before_course", 3)]),
    (WAY, 12, [("H10", "away_from_course", 12), ("H10", "block_before_course", 3)]),
    ([*WAY[:1], *OTHER], None, [("H1", "two_places_at_once", 0), ("H2", "over_places", 0)]),
    (WAY[:1], 3, []),
    (WAY[:1], None, []),
    ([("basic", "ward", 0, 0), ("last", "ward", 3, 3)], 2, [("H10", "before_predecessor", 3)]),
    ([("basic", "ward", 3, 4)], 3, [("H10", "block_after_course", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("way", "month", "wanted"), CASES)
def test_a_plan_is_judged_by_when_it_says_the_course_is(way: Way, month: int | None, wanted: Any) -> None:
    given = document(2, 3, 5, 6, 12, away=[span(6, 6)])
    attended = None if month is None else held(month)[0]
    assert sorted(judged(given, "kari", way, courses={"course": attended}), key=str) == sorted(
        wanted, key=str
    )


@pytest.mark.parametrize("first", range(0, 150, 15))
def test_the_best_date_is_found_and_proven(first: int) -> None:
    assert sum(best_of(by_rule.with_courses(seed)) for seed in range(first, first + 15)) >= 7


def test_a_block_waits_for_the_course_it_comes_after() -> None:
    read = read_problem(document(5))
    solution = solve(read, seconds=None)
    (plan,) = solution.trainees
    assert plan.courses == {"course": read.calendar.first + 5}
    assert [stint.first - read.calendar.first for stint in plan.stints if stint.block == "last"] == [5]
    explanation = explain(read, solution)
    assert ("waiting_for_course", 2) in [(part.code, part.months) for part in explanation.trainees[0].parts]
    assert any("før kurset" in line for line in explanation_in_words(explanation, "nb"))
    assert any("before the course" in line for line in explanation_in_words(explanation, "en"))


def test_a_course_that_no_date_fits_is_priced_and_told_of() -> None:
    read = read_problem(document(0, 40))
    solution = solve(read, seconds=None)
    (plan,) = solution.trainees
    assert check(read, solution).is_sound
    assert plan.courses == {"course": None}
    assert solution.cost == 3000  # the course, and the two months after it
    assert {(entry.block, entry.reason) for entry in plan.unplaced} == {("last", "course")}
    explanation = explain(read, solution)
    assert any("none of the months of the course" in line for line in explanation_in_words(explanation, "en"))
    assert any("passer" in line for line in explanation_in_words(explanation, "nb"))


def test_only_dates_that_allow_something_of_their_own_are_looked_at() -> None:
    for change, many in (
        ({}, 5),
        ({"after": []}, 1),  # the first
        ({"before": []}, 2),  # the last, or not at all
        ({"after": [], "before": []}, 1),
        ({"months": held(30)}, 1),
    ):
        read = read_problem(document(courses=[course(2, 3, 4, 5) | change]))
        assert many_variants(read.trainees[0], read.calendar) == many
        assert len(list(variants_of(read.trainees[0], read.calendar))) == many


# A change of the course, the code of the fault, where it is, and what its words name.
BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"months": []}, "no_dates", "courses[0].months", ""),
    ({"months": ["2026-13"]}, "bad_month", "courses[0].months[0]", "2026-13"),
    ({"months": [7]}, "wrong_type", "courses[0].months[0]", "string"),
    ({"after": ["basc"]}, "unknown_block", "courses[0].after[0]", "basc"),
    ({"before": ["lst"]}, "unknown_block", "courses[0].before[0]", "lst"),
    ({"after": ["last"]}, "after_cycle", "blocks[1].after", "course"),
    ({"id": ""}, "empty_id", "courses[0].id", "id"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "path", "named"), BAD)
def test_a_course_that_cannot_be_meant_is_refused(change: Any, code: str, path: str, named: str) -> None:
    faults_in(document(courses=[course(2) | change]), code, f"$.trainees[0].{path}", named)


def test_more_dates_than_can_be_tried_are_refused() -> None:
    several = [course(*range(1, 8)) | {"id": name} for name in "uv"]
    faults_in(document(courses=several), "too_many_variants", "$.trainees[0].courses", "64")
    faults_in(
        document(courses=[course(2), course(3)]), "duplicate_id", "$.trainees[0].courses[1].id", "course"
    )


def many(people: int) -> Any:
    everyone = [person(3, 6, 9, 12) | {"id": f"t{n}"} for n in range(people)]
    return problem(everyone, [arena("ward", max(1, people // 3))], 24)


def test_parts_attend_courses_too() -> None:
    read = read_problem(many(6))
    best = solve(read, seconds=None)
    parted = in_parts(read, 3)
    assert check(read, parted).is_sound
    assert parted.bound <= best.cost + 1e-9
    assert parted.cost >= best.bound - 1e-9


def test_a_plan_in_force_says_when_courses_are() -> None:
    given = many(3)
    for person_, way in zip(given["trainees"][:2], (WAY, [WAY[1], ("basic", "ward", 6, 7)]), strict=True):
        person_["current"] = [{"block": b, "arena": a, **span(f, last)} for b, a, f, last in way]
    read = read_problem(given)
    assert [can_stand(read, one) for one in read.trainees[:2]] == [True, False]
    solution = solve_some(read, ["t1", "t2"], 0, lambda part: solve(part, seconds=None))
    assert check(read, solution).is_sound
    assert solution.trainees[0].courses == {"course": read.calendar.first + 3}
    wrong = replace(solution.trainees[0], courses={"course": None})
    found = check(read, replace(solution, trainees=(wrong, *solution.trainees[1:]))).breaches
    assert {(breach.rule, breach.code) for breach in found} >= {
        ("H10", "block_before_course"),
        ("claim", "wrong_cost"),
    }

"""H11: what follows directly begins in the very month after; the best such plan is found."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import check, explain, read_problem, solve, solve_some
from tests.planner import by_rule
from tests.planner.files import TEXT
from tests.planner.judged import Way, best_of, faults_in, judged
from tests.planner.problems import arena, block, problem, span, trainee
from tests.planner.test_vast import in_parts


def person(**more: Any) -> Any:
    blocks = [
        block("intro", 2, ["ward"]),
        block("basic", 2, ["ward", "clinic"], directly_after="intro"),
        block("other", 1, ["clinic"]),
    ]
    return trainee("kari", blocks, 4, **more)


def document(**more: Any) -> Any:
    return problem([person(**more)], [arena("ward"), arena("clinic")], 9)


OTHER = ("other", "clinic", 8, 8)
BROKEN = ("H11", "not_directly_after")

# The stints, and the breaches: rule, code, month.
CASES: list[tuple[Way, list[tuple[str, str, int | None]]]] = [
    ([("intro", "ward", 0, 1), ("basic", "clinic", 2, 3), OTHER], []),
    ([("intro", "ward", 1, 2), ("basic", "ward", 3, 4)], []),
    ([("intro", "ward", 0, 0), ("intro", "ward", 3, 3), ("basic", "clinic", 4, 5)], []),
    ([("intro", "ward", 0, 1), ("basic", "clinic", 2, 2), OTHER, ("basic", "ward", 7, 7)], []),
    ([("intro", "ward", 4, 5), ("basic", "ward", 7, 8)], []),  # away in month 6
    ([("intro", "ward", 0, 1), ("basic", "ward", 3, 4)], [(*BROKEN, 3)]),
    ([("intro", "ward", 0, 1), ("other", "clinic", 2, 2), ("basic", "ward", 3, 4)], [(*BROKEN, 3)]),
    ([("intro", "ward", 0, 0), ("basic", "ward", 1, 2)], [(*BROKEN, 1)]),
    ([("basic", "ward", 0, 1), ("intro", "ward", 2, 3)], [(*BROKEN, 0)]),
    ([("basic", "ward", 0, 1)], [(*BROKEN, 0)]),
    ([("intro", "ward", 0, 1), OTHER], []),
]


@pytest.mark.parametrize(("way", "wanted"), CASES)
def test_what_does_not_follow_directly_is_named(way: Way, wanted: Any) -> None:
    assert judged(document(away=[span(6, 6)]), "kari", way) == wanted


@pytest.mark.parametrize("first", range(0, 150, 15))
def test_the_best_plan_in_which_blocks_follow_directly_is_found_and_proven(first: int) -> None:
    assert sum(best_of(by_rule.with_followers(seed)) for seed in range(first, first + 15)) >= 7


def test_the_first_block_waits_so_that_the_next_can_follow() -> None:
    given = document()
    given["trainees"][0]["blocks"][1] |= {"arenas": [{"id": "clinic"}], **span(5)}
    read = read_problem(given)
    solution = solve(read, seconds=None)
    assert check(read, solution).is_sound
    first = read.calendar.first
    begins = {stint.block: stint.first - first for stint in solution.trainees[0].stints}
    assert begins == {"intro": 3, "basic": 5, "other": begins["other"]}
    (reasons,) = explain(read, solution).trainees
    assert sum(part.months for part in reasons.parts) == reasons.late == 2


def test_months_away_do_not_come_between() -> None:
    read = read_problem(document(away=[span(2, 4)]))
    solution = solve(read, seconds=None)
    assert check(read, solution).is_sound
    assert not solution.trainees[0].unplaced
    assert solution.trainees[0].delay_months == 3


def test_what_cannot_follow_directly_has_no_place() -> None:
    given = document()
    given["trainees"][0]["blocks"][0]["fixed"] = [{"arena": "ward", **span(0, 1)}]
    given["trainees"][0]["blocks"][1] |= span(4)
    read = read_problem(given)
    solution = solve(read, seconds=None)
    assert check(read, solution).is_sound
    assert [(entry.block, entry.months) for entry in solution.trainees[0].unplaced] == [("basic", 2)]


def test_a_block_after_one_that_is_not_taken_is_free() -> None:
    choice = {"id": "one", "options": [["intro"], ["other"]]}
    given = document(choices=[choice])
    assert judged(given, "kari", [("basic", "ward", 3, 4)], chosen={"one": ["other"]}) == []
    assert judged(given, "kari", [("basic", "ward", 3, 4)], chosen={"one": ["intro"]}) == [(*BROKEN, 3)]


@pytest.mark.parametrize(
    ("number", "name", "code", "path"),
    [
        (1, "intor", "unknown_block", "blocks[1].directly_after"),
        (0, "basic", "after_cycle", "blocks[0].after"),
        (1, "", "empty_id", "blocks[1].directly_after"),
        (1, 7, "wrong_type", "blocks[1].directly_after"),
    ],
)
def test_what_cannot_be_followed_is_refused(number: int, name: Any, code: str, path: str) -> None:
    given = document()
    given["trainees"][0]["blocks"][number]["directly_after"] = name
    faults_in(given, code, f"$.trainees[0].{path}", {"empty_id": "directly_after"}.get(code, str(name)))


def test_a_circle_of_blocks_that_follow_directly_is_found_on_its_line() -> None:
    text = TEXT.replace(
        '{"id": "intro", "months": 2,', '{"id": "intro", "months": 2, "directly_after": "basic",'
    )
    assert text != TEXT
    faults_in(text, "after_cycle", "$.trainees[0].blocks[0].after", "intro")


def many(people: int) -> Any:
    everyone = [person() | {"id": f"t{n}"} for n in range(people)]
    few = max(1, people // 3)
    return problem(everyone, [arena("ward", few), arena("clinic", few)], 24)


def test_in_parts_blocks_follow_directly_too() -> None:
    read = read_problem(many(8))
    best = solve(read, seconds=None)
    parted = in_parts(read, 3)
    assert check(read, parted).is_sound
    assert parted.bound <= best.cost + 1e-9
    assert parted.cost >= best.bound - 1e-9


@pytest.mark.slow
@pytest.mark.one_engine
def test_more_than_are_planned_at_once_have_every_rule() -> None:
    given = many(160)
    course = {
        "id": "course",
        "months": [span(m)["from"] for m in (4, 8, 12)],
        "after": ["basic"],
        "before": ["other"],
    }
    for entry in given["trainees"][::3]:
        entry["courses"] = [course]
    for entry in given["trainees"][1::3]:
        entry["choices"] = [{"id": "one", "choose": 1, "of": ["basic", "other"]}]
    read = read_problem(given)
    solution = solve(read, seconds=15)
    assert check(read, solution).is_sound
    assert sum(not plan.unplaced for plan in solution.trainees) > 100


def test_who_is_planned_beside_plans_in_force_follows_directly() -> None:
    given = many(3)
    way = [("intro", "ward", 0, 1), ("basic", "ward", 2, 3), ("other", "clinic", 4, 4)]
    given["trainees"][0]["current"] = [{"block": b, "arena": a, **span(f, last)} for b, a, f, last in way]
    read = read_problem(given)
    solution = solve_some(read, ["t1", "t2"], 0, lambda part: solve(part, seconds=None))
    assert check(read, solution).is_sound

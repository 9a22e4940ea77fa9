"""H9: one option of each choice, no more and no less; the best is found, and told of."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import check, explain, read_problem, read_solution, solve, solve_some, write_solution
from borealis.planner.engine import fleet
from borealis.planner.words.breaches import breach_in_words
from tests.planner import by_rule
from tests.planner.judged import Way, best_of, faults_in, judged
from tests.planner.problems import arena, block, problem, span, trainee
from tests.planner.test_vast import in_parts

PATH = {"id": "path", "options": [["long"], ["short", "extra"]]}


def person(choice: Any = PATH, **more: Any) -> Any:
    blocks = [
        block("intro", 1, ["ward"]),
        block("long", 4, ["ward"], after=["intro"]),
        block("short", 1, ["ward"], after=["intro"]),
        block("extra", 2, ["clinic"]),
        block("last", 1, ["clinic"], after=["long", "short"]),
    ]
    return trainee("kari", blocks, 4, choices=[choice], **more)


def document(choice: Any = PATH, **more: Any) -> Any:
    return problem([person(choice, **more)], [arena("ward"), arena("clinic")], 12)


LONG: Way = [("intro", "ward", 0, 0), ("long", "ward", 1, 4), ("last", "clinic", 5, 5)]
SHORT: Way = [
    ("intro", "ward", 0, 0),
    ("short", "ward", 1, 1),
    ("extra", "clinic", 2, 3),
    ("last", "clinic", 4, 4),
]

# The stints, what is chosen, and the breaches: rule, code, month.
CASES: list[tuple[Way, dict[str, list[str]], list[tuple[str, str, int | None]]]] = [
    (LONG, {"path": ["long"]}, []),
    (SHORT, {"path": ["extra", "short"]}, []),
    (SHORT[:1], {"path": ["short", "extra"]}, []),
    (LONG, {}, [("H9", "no_option_taken", None), ("H9", "block_not_taken", 1)]),
    (LONG, {"path": ["short", "extra"]}, [("H5", "before_predecessor", 5), ("H9", "block_not_taken", 1)]),
    (SHORT, {"path": ["short"]}, [("H9", "no_option_taken", None), ("H9", "block_not_taken", 2)]),
    ([*SHORT, ("long", "ward", 5, 8)], {"path": ["short", "extra"]}, [("H9", "block_not_taken", 5)]),
    ([SHORT[0], ("extra", "clinic", 2, 3), ("last", "clinic", 4, 4)], {"path": ["short", "extra"]},
     [("H5", "before_predecessor", 4)]),
]  # fmt: skip


@pytest.mark.parametrize(("way", "chosen", "wanted"), CASES)
def test_a_plan_is_judged_by_what_it_says_is_chosen(way: Way, chosen: Any, wanted: Any) -> None:
    found = judged(document(), "kari", way, chosen=chosen)
    assert sorted(wanted, key=str) == sorted(found, key=str)


def test_a_breach_names_choice_and_block_in_both_languages() -> None:
    read = read_problem(document())
    plan = solve(read, seconds=None)
    text = write_solution(plan).replace('"extra"\n', '"long"\n')
    breaches = check(read, read_solution(text, read)).breaches
    for breach in (breach for breach in breaches if breach.rule == "H9"):
        assert "path" in breach_in_words(breach, "nb")
        assert breach_in_words(breach, "nb") != breach_in_words(breach, "en")
    assert {breach.code for breach in breaches} >= {"no_option_taken", "block_not_taken"}


@pytest.mark.parametrize("first", range(0, 150, 15))
def test_the_best_of_every_choice_is_found_and_proven(first: int) -> None:
    assert sum(best_of(by_rule.with_choices(seed)) for seed in range(first, first + 15)) >= 7


def test_the_shorter_way_is_taken_and_told_of() -> None:
    read = read_problem(document())
    solution = solve(read, seconds=None)
    (plan,) = solution.trainees
    assert plan.chosen == {"path": ("short", "extra")}
    assert plan.unplaced == ()
    assert (solution.status, solution.cost) == ("optimal", 0)
    (reasons,) = explain(read, solution).trainees
    assert sum(part.months for part in reasons.parts) == reasons.late == 0


def test_so_many_of_some_is_every_way_to_choose_so_many() -> None:
    read = read_problem(document({"id": "some", "choose": 2, "of": ["long", "short", "extra"]}))
    assert read.trainees[0].choices[0].options == (("long", "short"), ("long", "extra"), ("short", "extra"))


def test_an_agreement_decides_what_is_taken() -> None:
    given = document()
    given["trainees"][0]["blocks"][1]["fixed"] = [{"arena": "ward", **span(2, 2)}]
    (plan,) = solve(read_problem(given), seconds=None).trainees
    assert plan.chosen == {"path": ("long",)}


# A change of the trainee, the code of the fault, where it is, and what its words name.
BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"choices": [{"id": "path"}]}, "choice_unclear", "choices[0]", "path"),
    ({"choices": [{"id": "path", "options": []}]}, "choice_unclear", "choices[0]", "path"),
    ({"choices": [{"id": "path", "options": [["long"]], "choose": 1, "of": ["extra"]}]}, "choice_unclear",
     "choices[0]", "path"),
    ({"choices": [{"id": "path", "options": [["long"], "short"]}]}, "wrong_type", "choices[0].options[1]", "array"),
    ({"choices": [{"id": "path", "options": [["long"], ["shrt"]]}]}, "unknown_block",
     "choices[0].options[1][0]", "shrt"),
    ({"choices": [{"id": "path", "choose": 1, "of": ["long", "extr"]}]}, "unknown_block", "choices[0].of[1]", "extr"),
    ({"choices": [{"id": "path", "choose": 3, "of": ["long", "extra"]}]}, "out_of_range", "choices[0].choose", "3"),
    ({"choices": [{"id": "path", "options": [["long", "long"]]}]}, "duplicate_id", "choices[0].options[0][1]", "long"),
    ({"choices": [PATH, {"id": "path", "options": [["intro"]]}]}, "duplicate_id", "choices[1].id", "path"),
    ({"choices": [PATH, {"id": "two", "options": [["long"]]}]}, "block_in_two_choices", "choices[1]", "path"),
    ({"choices": [{"id": "path", "choose": 5, "of": list("abcdefghij")}]}, "too_many_variants", "choices[0]", "252"),
    ({"choices": [{"id": "path", "options": [["long"]] * 49}]}, "too_many_variants", "choices", "49"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "path", "named"), BAD)
def test_a_choice_that_cannot_be_meant_is_refused(change: Any, code: str, path: str, named: str) -> None:
    given = document()
    given["trainees"][0] |= change
    faults_in(given, code, f"$.trainees[0].{path}", named)


def test_agreements_in_two_options_are_refused() -> None:
    given = document()
    for number, month in ((1, 3), (3, 8)):
        fixed = {"arena": given["trainees"][0]["blocks"][number]["arenas"][0]["id"], **span(month, month)}
        given["trainees"][0]["blocks"][number]["fixed"] = [fixed]
    faults_in(given, "fixed_in_no_option", "$.trainees[0].choices[0]", "extra, long")


def many(people: int) -> Any:
    """Trainees who all choose, at few wards."""
    everyone = [person() | {"id": f"t{n}"} for n in range(people)]
    return problem(everyone, [arena("ward", max(1, people // 4)), arena("clinic", max(1, people // 4))], 24)


def test_parts_choose_too() -> None:
    read = read_problem(many(8))
    best = solve(read, seconds=None)
    parted = in_parts(read, 3)
    assert check(read, parted).is_sound
    assert parted.bound <= best.cost + 1e-9
    assert parted.cost >= best.bound - 1e-9


@pytest.mark.slow
@pytest.mark.one_engine
def test_more_than_are_planned_at_once_choose_too() -> None:
    read = read_problem(many(160))
    solution = solve(read, seconds=15)
    assert check(read, solution).is_sound
    assert all(plan.chosen["path"] in (("long",), ("short", "extra")) for plan in solution.trainees)
    assert sum(len(plan.stints) > 2 for plan in solution.trainees) > 100


def test_a_plan_in_force_says_what_it_takes() -> None:
    given = many(2)
    given["trainees"][0]["current"] = [
        {"block": b, "arena": a, **span(first, last)} for b, a, first, last in LONG
    ]
    read = read_problem(given)
    solution = solve_some(read, ["t1"], 0, lambda part: solve(part, seconds=None))
    assert check(read, solution).is_sound
    assert solution.trainees[0].chosen == {"path": ("long",)}


def test_without_choices_nothing_is_looked_at_twice() -> None:
    given = document()
    given["trainees"][0]["choices"] = None
    model = fleet.Fleet(by_rule.model_of(given))
    assert model.ways == [range(1)]

"""Reasons add up, name the place that is waited for, and say what one more place is worth."""

from typing import Any

import pytest

from benchmarks.instances import make_instance
from borealis.planner import Explanation, explain, read_problem, solve
from borealis.planner.explain.reasons import DelayPart
from borealis.planner.words.reasons import explanation_in_words
from tests.planner.problems import arena, block, problem, span, trainee


def explained(document: Any) -> Explanation:
    found = read_problem(document)
    return explain(found, solve(found, seconds=None))


def queue() -> Any:
    """Two trainees who both need six months in the only place of the ward, and are due after six."""
    people = [trainee(name, [block("ward", 6, ["ward"], min_stint=6)], norm=5) for name in ("kari", "ola")]
    return problem(people, [arena("ward")])


def test_whoever_waits_is_told_where_and_when() -> None:
    late = [reasons for reasons in explained(queue()).trainees if reasons.late > 0]
    assert len(late) == 1
    assert [(p.code, p.months, p.arena) for p in late[0].parts] == [("waiting_for_place", 6, "ward")]


def test_one_more_place_is_worth_what_solving_again_says() -> None:
    saves = [place.saves for place in explained(queue()).binding if place.arena == "ward"]
    assert saves
    assert max(save or 0 for save in saves) <= 6 * 10 + 36


def test_part_time_and_leave_are_told_apart() -> None:
    person = trainee("kari", [block("ward", 6, ["ward"])], norm=5)
    person["fraction"] = [{**span(0), "percent": 50}]
    person["away"] = [span(2, 3)]
    (reasons,) = explained(problem([person], [arena("ward")])).trainees
    assert reasons.late == 8
    assert set(reasons.parts) == {DelayPart("part_time", 6), DelayPart("away", 2)}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_parts_add_up_to_the_delay(seed: int) -> None:
    found = read_problem(make_instance(6, 1.5, seed))
    for reasons in explain(found, solve(found, seconds=2), try_seconds=0).trainees:
        if reasons.end is not None:
            assert sum(part.months for part in reasons.parts) == reasons.late


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "venter på plass ved ward"), ("en", "waits for a place at ward")]
)
def test_reasons_can_be_read(language: Any, word: str) -> None:
    assert any(word in line for line in explanation_in_words(explained(queue()), language))


def test_what_is_missing_is_said_in_words() -> None:
    document = problem([trainee("kari", [block("gone", 3, [])])], [arena("ward")])
    assert any("har ingen læringsarena" in line for line in explanation_in_words(explained(document), "nb"))

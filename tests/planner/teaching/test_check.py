"""Each rule broken on purpose is found and named, and so is each claim that does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from borealis.planner.teaching import Problem, Solution, Turn, check, plan, read_problem
from borealis.planner.teaching.words.breaches import EN, NB, breach_in_words


def document() -> dict[str, Any]:
    """Four weeks, two units with a topic of their own, and one who presents at each."""
    return {
        "format": "borealis/teaching-problem/1",
        "spacing": 8,
        "presenter_spacing": 8,
        "sessions": [{"id": f"w{n}", "day": f"2027-02-{2 + 7 * n:02d}"} for n in range(4)],
        "topics": [{"id": "pet", "presenter": "trainee", "months": 12}, {"id": "bone"}],
        "units": [
            {"id": "nord", "size": 1, "topics": ["pet"], "away": ["2027-02-09"]},
            {"id": "vest", "size": 1, "topics": ["bone"], "away": ["2027-02-02"]},
        ],
        "presenters": [
            {"id": "kari", "kind": "trainee", "unit": "nord", "months": 20, "away": ["2027-02-23"]},
            {"id": "ola", "kind": "trainee", "unit": "nord", "months": 2},
            {"id": "liv", "kind": "specialist", "unit": "vest"},
        ],
    }


GOOD = (
    Turn("w0", "nord", "pet", "kari"),
    Turn("w1", "vest", "bone", "liv"),
    Turn("w2", "nord", "pet", "kari"),
    Turn("w3", "vest", "bone", "liv"),
)


def rota(problem: Problem, *changed: Turn) -> Solution:
    """A good rota with some turns changed, and honest about what it is worth."""
    turns = tuple({turn.session: turn for turn in (*GOOD, *changed)}[turn.session] for turn in GOOD)
    draft = replace(plan(problem), turns=turns, status="feasible")
    return replace(draft, value=check(problem, draft).value)


BROKEN: dict[str, tuple[Turn, str, str]] = {
    "unit_cannot": (Turn("w0", "vest", "bone", "liv"), "T1", "vest"),
    "unit_too_soon": (Turn("w2", "vest", "bone", None), "T2", "vest"),
    "topic_not_mastered": (Turn("w0", "nord", "bone", None), "T3", "nord"),
    "presenter_cannot": (Turn("w0", "nord", "pet", "ola"), "T4", "ola"),
    "presenter_elsewhere": (Turn("w0", "nord", "pet", "liv"), "T4", "liv"),
    "presenter_too_soon": (Turn("w2", "nord", None, "liv"), "T2", "liv"),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_named(code: str) -> None:
    problem = read_problem(document())
    turn, rule, who = BROKEN[code]
    found = check(problem, rota(problem, turn)).breaches
    assert (rule, code, who) in {(breach.rule, breach.code, breach.who) for breach in found}


def test_a_good_rota_breaks_nothing() -> None:
    problem = read_problem(document())
    assert check(problem, rota(problem)).breaches == ()


def test_a_topic_without_a_host_is_mastered_by_nobody() -> None:
    problem = read_problem(document())
    found = check(problem, rota(problem, Turn("w0", None, "pet", None))).breaches
    assert [breach.code for breach in found] == ["topic_not_mastered"]


def test_what_is_agreed_stands_and_what_is_past_stays() -> None:
    told = [{"session": "w0", "unit": "nord", "topic": "pet", "presenter": "kari"}]
    for more, code in (({"plan_from": "2027-02-03"}, "past_changed"), ({}, "agreement_not_kept")):
        agreed = {**told[0], "agreed": code == "agreement_not_kept"}
        problem = read_problem({**document(), **more, "rota": [agreed]})
        found = check(problem, rota(problem, Turn("w0", None, None, None))).breaches
        assert code in {breach.code for breach in found}
        assert plan(problem).turn("w0") == GOOD[0]


def test_an_agreement_with_a_unit_that_has_left_no_longer_stands() -> None:
    """A partner leaves the series: its sessions are given to others, and nothing else has to move."""
    left = document()
    left["units"][0] |= {"through": "2027-02-10", "away": []}
    left["units"][1]["away"] = []
    left["spacing"] = 7
    left["rota"] = [
        {
            "session": turn.session,
            "unit": turn.unit,
            "topic": turn.topic,
            "presenter": turn.presenter,
            "agreed": True,
        }
        for turn in GOOD
    ]
    problem = read_problem(left)
    found = plan(problem)
    assert found.turns[:2] == GOOD[:2]
    assert [turn.unit for turn in found.turns] == ["nord", "vest", "vest", "vest"]
    assert check(problem, found).is_sound


CLAIMS: dict[str, Callable[[Solution], Solution]] = {
    "wrong_value": lambda found: replace(found, value=replace(found.value, open=3)),
    "bound_over_value": lambda found: replace(found, bound=replace(found.bound, open=3)),
    "not_optimal": lambda found: replace(found, bound=replace(found.bound, moved=found.bound.moved + 9)),
}


@pytest.mark.parametrize("code", CLAIMS)
def test_a_claim_that_does_not_hold_is_named(code: str) -> None:
    problem = read_problem(document())
    found = check(problem, CLAIMS[code](plan(problem)))
    assert code in {breach.code for breach in found.breaches}
    assert {breach.rule for breach in found.breaches} == {"claim"}


def test_every_breach_has_words_in_both_languages() -> None:
    assert set(NB) == set(EN)
    problem = read_problem(document())
    lines = [
        breach_in_words(b, "nb") for b in check(problem, rota(problem, BROKEN["unit_cannot"][0])).breaches
    ]
    assert "T1: w0, vest: kan ikke være vert den dagen" in lines

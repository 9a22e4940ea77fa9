"""Why sessions are open and goals not taught, and who could take a session over at what cost."""

from __future__ import annotations

from typing import Any

from benchmarks.series import make_series
from borealis.planner.teaching import check, explain, plan, read_problem, swaps
from borealis.planner.teaching.words.reasons import reasons_in_words, swaps_in_words


def series(units: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    weeks = [{"id": f"w{n}", "day": f"2027-02-{2 + 7 * n:02d}"} for n in range(3)]
    return {"format": "borealis/teaching-problem/1", "sessions": weeks, "units": units, **more}


def told(document: dict[str, Any]) -> list[str]:
    problem = read_problem(document)
    return reasons_in_words(explain(problem, plan(problem)), "nb")


def test_a_day_on_which_nobody_can() -> None:
    away = [{"id": name, "away": ["2027-02-09"]} for name in ("nord", "vest")]
    assert told(series(away)) == ["w1: ingen vert, for ingen enhet kan den dagen."]


def test_a_unit_that_has_just_been_host() -> None:
    assert told(series([{"id": "nord"}], spacing=14)) == [
        "w1: ingen vert, for nord er vert for kort tid før eller etter."
    ]


def test_goals_that_no_topic_no_unit_or_no_week_has() -> None:
    goals = [{"id": name, "due": "2027-02-02"} for name in ("a", "b", "c", "d")]
    topics = [{"id": "tb", "goals": ["b"]}, {"id": "tc", "goals": ["c"]}, {"id": "td", "goals": ["d"]}]
    lines = told(series([{"id": "nord", "topics": ["tc", "td"]}], goals=goals, topics=topics))
    assert "a: undervises ikke i tide, for ingen emner dekker målet. Legg til et emne." in lines
    assert "b: undervises ikke i tide, for ingen enhet har emnet tb." in lines
    assert len(lines) == 3
    assert lines[-1].endswith("undervises ikke i tide, for det er ikke plass hos nord før fristen.")


def test_nothing_to_explain() -> None:
    assert told(series([{"id": "nord"}])) == [
        "Hver undervisning har en vert, og hvert mål undervises i tide."
    ]


def test_swaps_break_no_rule_and_the_cheapest_comes_first() -> None:
    problem = read_problem(make_series(1))
    rota = plan(problem)
    name = rota.turns[7].session
    offers = swaps(problem, rota, name)
    assert offers
    ranked = [offer.value.ranked("plan") for offer in offers]
    assert ranked == sorted(ranked)
    for offer in offers:
        assert offer.unit != rota.turn(name).unit
        assert offer.solution.turn(name).unit == offer.unit
        assert offer.value == check(problem, offer.solution).value
        assert [breach for breach in check(problem, offer.solution).breaches if breach.rule != "claim"] == []
    assert swaps_in_words(offers, rota.value, "en")[0].startswith(f"{offers[0].unit} ")


def test_nobody_who_could_take_over() -> None:
    problem = read_problem(series([{"id": "nord"}]))
    assert swaps_in_words(swaps(problem, plan(problem), "w1"), plan(problem).value, "nb") == [
        "Ingen kan ta over uten å bryte en regel."
    ]

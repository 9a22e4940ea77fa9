"""Hand-made plans of which every month of delay has a known reason."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import Explanation, explain, read_problem, read_solution
from borealis.planner.words.reasons import explanation_in_words
from tests.planner.problems import arena, block, problem, span, trainee

Way = list[tuple[str, str, int, int]]


def explained(
    document: Any, ways: dict[str, Way], unplaced: list[dict[str, Any]] | None = None
) -> Explanation:
    """What is said of hand-made stints; months are counted from the calendar's first."""
    given = read_problem(document)
    plans = [
        {
            **{"id": name, "cost": 0, "delay_months": 0, "moves": 0},
            "end": span(max(last for _, _, _, last in way))["from"] if way else None,
            "stints": [{"block": b, "arena": a, **span(first, last)} for b, a, first, last in way],
            "unplaced": (unplaced or []) if name == "kari" else [],
        }
        for name, way in ways.items()
    ]
    file = {"format": "borealis/rotation-solution/1", "status": "feasible", "cost": 12, "bound": 10}
    solution = read_solution({**file, "gap": 0, "gap_total": 0, "trainees": plans}, given)
    return explain(given, solution, try_seconds=0)


WARD = [arena("ward")]
BASIC = block("basic", 3, ["ward"])
WISH = block("basic", 3, ["ward"], **span(4))
LATER = block("basic", 3, ["ward"], **span(2))
AGREED = block("basic", 3, ["ward"], fixed=[{"arena": "ward", **span(2, 2)}])
OLA = trainee("ola", [BASIC], norm=2)
HALF = [{**span(0), "percent": 50}]
OLA_FIRST: dict[str, Way] = {"ola": [("basic", "ward", 0, 2)]}

# Kari, where she is, whether Ola has the place first, the parts, and a line in each language.
CASES: dict[str, tuple[Any, tuple[int, int], bool, list[tuple[str, int]], str, str]] = {
    "on time": (trainee("kari", [BASIC], norm=2), (0, 2), False, [],
        "innen normen (2026-11).", "within the norm (2026-11)."),
    "early": (trainee("kari", [BASIC], norm=5), (0, 2), False, [("less_work", -3)],
        "innen normen (2027-02).", "within the norm (2027-02)."),
    "place": (trainee("kari", [BASIC], norm=2), (3, 5), True, [("waiting_for_place", 3)],
        "+3: venter på plass ved ward (basic), 2026-09–2026-11",
        "+3: waits for a place at ward (basic), 2026-09 to 2026-11"),
    "more work": (trainee("kari", [BASIC], norm=1), (0, 2), False, [("more_work", 1)],
        "+1: det gjenstår mer", "+1: more work is left"),
    "part time": (trainee("kari", [BASIC], norm=2, fraction=HALF), (0, 5), False, [("part_time", 3)],
        "+3: deltid", "+3: part time"),
    "leave": (trainee("kari", [BASIC], norm=2, away=[span(1, 4)]), (0, 6), False, [("away", 4)],
        "+4: permisjon og annet fravær", "+4: leave and other time away"),
    "window": (trainee("kari", [WISH], norm=2), (4, 6), False, [("waiting_for_window", 4)],
        "+4: basic kan ikke begynne før, 2026-09–2026-12", "+4: basic may not begin before, 2026-09 to 2026-12"),
    "window opens in leave": (trainee("kari", [LATER], norm=2, away=[span(2, 3)]), (4, 6), False,
        [("away", 2), ("waiting_for_window", 2)], "+2: basic kan ikke begynne før", "+2: basic may not begin before"),
    "agreement": (trainee("kari", [AGREED], norm=2), (2, 4), False, [("waiting_for_agreement", 2)],
        "+2: venter på avtalt opphold ved ward", "+2: waits for the agreed stint at ward"),
    "choice": (trainee("kari", [BASIC], norm=2), (1, 3), False, [("waiting_by_choice", 1)],
        "+1: venter før ward", "+1: waits before ward"),
    "all at once": (trainee("kari", [BASIC], norm=1, fraction=HALF, away=[span(4, 4)]), (3, 9), True,
        [("more_work", 1), ("part_time", 3), ("away", 1), ("waiting_for_place", 3)],
        "kari: slutter 2027-06, 8 måneder etter normen (2026-10).",
        "kari: ends 2027-06, 8 months after the norm (2026-10)."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_parts_are_the_reasons_and_add_up(case: str) -> None:
    person, (first, last), with_ola, parts, nb, en = CASES[case]
    ways: dict[str, Way] = {"kari": [("basic", "ward", first, last)], **(OLA_FIRST if with_ola else {})}
    explanation = explained(problem([person, OLA] if with_ola else [person], WARD), ways)
    kari = explanation.trainees[0]
    assert [(part.code, part.months) for part in kari.parts] == parts
    assert kari.end is not None
    assert sum(part.months for part in kari.parts) == kari.late == kari.end - kari.norm_end
    assert any(nb in line for line in explanation_in_words(explanation, "nb"))
    assert any(en in line for line in explanation_in_words(explanation, "en"))
    assert explanation.missing == ()


@pytest.mark.parametrize(
    ("reason", "nb", "en"),
    [
        ("no_arena", "ingen læringsarena", "no arena"),
        ("no_places", "ikke nok ledige plasser", "not enough free places"),
        ("after_calendar", "kalenderen er for kort", "calendar is too short"),
        ("predecessor_unplaced", "ferdig først", "finished first"),
        ("window", "for trangt", "too narrow"),
        ("stints", "opphold og rekkefølge", "stints and order"),
        ("price", "koster mer å plassere", "costs more"),
    ],
)
def test_what_has_no_place_is_told_with_its_reason(reason: str, nb: str, en: str) -> None:
    document = problem([trainee("kari", [BASIC, block("late", 2, ["ward"])], norm=2)], WARD)
    left = [{"block": "late", "months": 1.5, "reason": reason}]
    explanation = explained(document, {"kari": [("basic", "ward", 0, 2)]}, left)
    (entry,) = explanation.missing
    assert (entry.trainee, entry.block, entry.months, entry.reason) == ("kari", "late", 1.5, reason)
    kari = explanation.trainees[0]
    assert [(part.code, part.months) for part in kari.parts] == [("more_work", 2), ("unplaced", -2)]
    for lines, words in (
        (explanation_in_words(explanation, "nb"), nb),
        (explanation_in_words(explanation, "en"), en),
    ):
        assert words in lines[-1]
        assert "1.5" in lines[-1]


def test_who_has_nothing_placed_is_told_so() -> None:
    document = problem([trainee("kari", [BASIC], norm=2)], [arena("ward", 0)])
    explanation = explained(document, {"kari": []}, [{"block": "basic", "months": 3, "reason": "no_places"}])
    assert "kari: ingenting er plassert." in explanation_in_words(explanation, "nb")
    assert "kari: nothing is placed." in explanation_in_words(explanation, "en")


def test_large_costs_are_told_in_full() -> None:
    explanation = Explanation(1_234_567.5, 1_234_000, (), (), ())
    assert "1234567.5" in explanation_in_words(explanation, "nb")[0]
    assert "1234567.5" in explanation_in_words(explanation, "en")[0]

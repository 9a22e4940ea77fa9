"""The judge: a sound plan and its cost by hand, and every rule broken in turn."""

from __future__ import annotations

import ast
import dataclasses
import pathlib
from typing import Any

import pytest

import borealis.planner
from borealis.planner import Problem, Solution, check, read_problem
from borealis.planner.formats.months import month_text
from borealis.planner.formats.solution import TraineePlan, Unplaced
from borealis.planner.rules.cost import account, exact, gap, gap_total, planned_months
from borealis.planner.words.breaches import breach_in_words
from tests.planner.problems import FIRST, arena, block, problem, span, trainee

Way = list[tuple[str, str, int, int]]
"""Stints as block, arena, first and last month counted from the calendar's first."""


def example() -> Any:
    """Kari at half time with leave, ola with an agreement and a plan in force; 24 months."""
    intro = block("intro", 1, ["ward"])
    basic = block("basic", 3, ["clinic", "bed"], after=["intro"], min_stint=2, max_stint=4)
    basic["arenas"][1]["preference"] = 2
    half = [{**span(0, 3), "percent": 50}, {**span(4), "percent": 100}]
    kari = trainee("kari", [intro, basic], norm=6, fraction=half, away=[span(4, 5)], weight=1.5)
    agreed = block("surgery", 4, ["clinic"], fixed=[{"arena": "clinic", **span(9, 10)}], **span(2, 20))
    ola = trainee("ola", [agreed], norm=11, current=[{"block": "surgery", "arena": "clinic", **span(8, 11)}])
    ola["from"] = month_text(FIRST + 1)
    ola["home"] = "narvik"
    clinic = arena("clinic", 1, "narvik")
    clinic["minimum"] = [{**span(9, 9), "places": 1}]
    return problem([kari, ola], [arena("ward"), clinic, arena("bed")], months=24, change=3)


KARI: Way = [("intro", "ward", 0, 1), ("basic", "clinic", 2, 6), ("basic", "bed", 7, 8)]
OLA: Way = [("surgery", "clinic", 9, 12)]

# Kari, weight 1.5. Intro: months 0-1 at 50 per cent are its one month. Basic: months 2-3 are one month,
# 4-5 are leave, 6 is the second; bed has the third in month 7 (the stint's end is then 7, not 8: see `way`).
#   D: norm month 6, end month 7: 1, so 10 x 1 + 1 x 1 = 11. M: tromso, narvik, tromso: 2 x 5 = 10. P: 0 + 2 = 2.
#   1.5 x (11 + 10 + 2) = 34.5.
# Ola, weight 1: months 9-12. D: norm 11, end 12: 11. M: home is narvik: 0. P: 0.
#   C: month 8 (was surgery, now idle) and month 12 (was idle): 2 x 3 = 6. 11 + 6 = 17.
KARI[2] = ("basic", "bed", 7, 7)
COST = 34.5 + 17
PLANNED = 1 + 3 + 4  # full-time months


def claimed(given: Problem, ways: dict[str, Way], bound: float | None = None) -> Solution:
    """A solution that claims of its stints what is so, with the bound given or the cost itself."""
    from borealis.planner.formats.problem import Stint

    plans = []
    for person in given.trainees:
        stints = tuple(Stint(b, a, FIRST + first, FIRST + last) for b, a, first, last in ways[person.id])
        found = account(given, person, stints)
        left = tuple(Unplaced(name, float(months), "no_places") for name, months in found.unplaced.items())
        numbers = (found.end, found.delay_months, found.moves, found.changed_months)
        plans.append(TraineePlan(person.id, float(found.cost), *numbers, stints, left))
    cost = sum((exact(plan.cost) for plan in plans), exact(0))
    low = cost if bound is None else exact(bound)
    total = gap_total(cost, low, planned_months(given), given.objective)
    return Solution(
        "feasible", float(cost), float(low), float(gap(cost, low)), float(total), 1.0, tuple(plans)
    )


def test_a_sound_plan_is_accepted_at_the_cost_worked_out_by_hand() -> None:
    given = read_problem(example())
    kari = TraineePlan(
        "kari", 34.5, FIRST + 7, 1, 2, 0, claimed(given, {"kari": KARI, "ola": OLA}).trainees[0].stints
    )
    ola = TraineePlan(
        "ola", 17, FIRST + 12, 1, 0, 2, claimed(given, {"kari": KARI, "ola": OLA}).trainees[1].stints
    )
    gaps = ((COST - 50) / COST, (COST - 50) / (COST + 10 * PLANNED))
    verdict = check(given, Solution("feasible", COST, 50, *gaps, 1.0, (kari, ola)))
    assert verdict.breaches == ()
    assert verdict.is_sound
    assert verdict.cost == COST


def test_a_plan_with_too_little_is_sound_and_dear() -> None:
    """Only kari's intro: 1.5 x (unplaced 1000 x 3); ola as before."""
    given = read_problem(example())
    verdict = check(given, claimed(given, {"kari": KARI[:1], "ola": OLA}))
    assert verdict.is_sound
    assert verdict.cost == 1.5 * 3000 + 17


# Whose stints become what, and the breach that must be found: rule, code, trainee, month, arena.
BROKEN: list[tuple[str, Way, tuple[str, str, str | None, int, str]]] = [
    ("kari", [KARI[0], KARI[1], ("basic", "bed", 6, 7)], ("H1", "two_places_at_once", "kari", 6, "bed")),
    ("kari", [KARI[0], ("basic", "clinic", 9, 11)], ("H2", "over_places", None, 9, "clinic")),
    ("ola", [("surgery", "clinic", 10, 13)], ("H2", "under_minimum", None, 9, "clinic")),
    ("kari", [*KARI[:2], ("basic", "bed", 7, 8)], ("H3", "more_than_block", "kari", 8, "bed")),
    ("kari", [*KARI, ("basic", "bed", 4, 5)], ("H3", "nothing_served", "kari", 4, "bed")),
    ("kari", [("intro", "bed", 0, 1), *KARI[1:]], ("H4", "arena_not_listed", "kari", 0, "bed")),
    ("ola", [("surgery", "clinic", 1, 2), ("surgery", "clinic", 9, 10)], ("H4", "outside_window", "ola", 1, "clinic")),
    ("ola", [("surgery", "clinic", 9, 10), ("surgery", "clinic", 20, 21)],
     ("H4", "outside_window", "ola", 21, "clinic")),
    ("kari", [("intro", "ward", 0, 0), ("basic", "clinic", 2, 6)], ("H5", "before_predecessor", "kari", 2, "clinic")),
    ("kari", [KARI[0], ("basic", "bed", 7, 9), ("intro", "ward", 10, 10)],
     ("H3", "more_than_block", "kari", 10, "ward")),
    ("kari", [("basic", "bed", 6, 8), ("intro", "ward", 9, 9)], ("H5", "before_predecessor", "kari", 6, "bed")),
    ("kari", [KARI[0], ("basic", "clinic", 2, 2), ("basic", "bed", 6, 8)],
     ("H6", "stint_too_short", "kari", 2, "clinic")),
    ("kari", [KARI[0], ("basic", "clinic", 2, 3), ("basic", "clinic", 7, 8)],
     ("H6", "stints_too_close", "kari", 7, "clinic")),
    ("ola", [("surgery", "clinic", 11, 14)], ("H7", "agreement_not_kept", "ola", 9, "clinic")),
    ("ola", [("surgery", "clinic", 0, 1), ("surgery", "clinic", 9, 10)], ("H8", "before_start", "ola", 0, "clinic")),
    ("kari", [KARI[0], ("basic", "bed", 22, 24)], ("H8", "outside_calendar", "kari", 22, "bed")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "way", "wanted"), BROKEN, ids=[f"{r[2][0]}-{r[2][1]}-{r[2][3]}" for r in BROKEN]
)
def test_a_broken_rule_is_named_with_trainee_month_and_arena(
    who: str, way: Way, wanted: tuple[str, str, str | None, int, str]
) -> None:
    given = read_problem(example())
    verdict = check(given, claimed(given, {"kari": KARI, "ola": OLA} | {who: way}))
    found = {
        (b.rule, b.code, b.trainee, None if b.month is None else b.month - FIRST, b.arena): b
        for b in verdict.breaches
    }
    assert wanted in found, sorted(map(str, found))
    assert all(breach.rule != "claim" for breach in verdict.breaches)
    rule, _, trainee_id, month, arena_id = wanted
    for language in ("nb", "en"):
        words = breach_in_words(found[wanted], language)
        assert words.startswith(f"{rule}: ")
        assert arena_id in words
        assert month_text(FIRST + month) in words
        assert trainee_id is None or trainee_id in words
    assert breach_in_words(found[wanted], "nb") != breach_in_words(found[wanted], "en")


def test_a_stint_over_the_longest_allowed_is_refused() -> None:
    document = example()
    document["trainees"][0]["blocks"][1]["max_stint"] = 2
    given = read_problem(document)
    (breach,) = check(given, claimed(given, {"kari": KARI, "ola": OLA})).breaches
    assert (breach.rule, breach.code, breach.trainee, breach.month) == (
        "H6",
        "stint_too_long",
        "kari",
        FIRST + 2,
    )
    assert breach.params == {"block": "basic", "months": 3, "most": 2}


FALSE_OF_ALL: list[tuple[dict[str, Any], str]] = [
    ({"cost": 51}, "wrong_total"),
    ({"bound": 52.0, "gap": (COST - 52) / COST, "gap_total": (COST - 52) / (COST + 80)}, "bound_over_cost"),
    ({"gap": 0.01}, "wrong_gap"),
    ({"gap_total": 0.01}, "wrong_gap_total"),
    ({"bound": 50.0, "gap": 1.5 / COST, "gap_total": 1.5 / (COST + 80), "status": "optimal"}, "not_optimal"),
]
FALSE_OF_ONE: list[tuple[dict[str, Any], str]] = [
    ({"cost": 34.4}, "wrong_cost"),
    ({"end": FIRST + 8}, "wrong_end"),
    ({"end": None}, "wrong_end"),
    ({"delay_months": 0}, "wrong_delay"),
    ({"moves": 1}, "wrong_moves"),
    ({"changed_months": 4}, "wrong_changes"),
    ({"unplaced": (Unplaced("basic", 0.5, "no_places"),)}, "wrong_unplaced"),
]


@pytest.mark.parametrize(("changed", "code"), FALSE_OF_ALL)
def test_a_false_claim_of_the_whole_is_refused(changed: dict[str, Any], code: str) -> None:
    given = read_problem(example())
    plan = dataclasses.replace(claimed(given, {"kari": KARI, "ola": OLA}), **changed)
    verdict = check(given, plan)
    assert [(breach.rule, breach.code) for breach in verdict.breaches] == [("claim", code)]
    assert verdict.cost == COST
    assert breach_in_words(verdict.breaches[0], "nb") != breach_in_words(verdict.breaches[0], "en")


@pytest.mark.parametrize(("changed", "code"), FALSE_OF_ONE)
def test_a_false_claim_of_one_trainee_is_refused(changed: dict[str, Any], code: str) -> None:
    given = read_problem(example())
    plan = claimed(given, {"kari": KARI, "ola": OLA})
    kari, ola = plan.trainees
    plan = dataclasses.replace(plan, trainees=(dataclasses.replace(kari, **changed), ola))
    assert [(b.rule, b.code, b.trainee) for b in check(given, plan).breaches] == [("claim", code, "kari")]


def test_unplaced_months_that_are_not_told_of_are_found() -> None:
    given = read_problem(example())
    plan = claimed(given, {"kari": KARI[:1], "ola": OLA})
    silent = dataclasses.replace(plan.trainees[0], unplaced=())
    (breach,) = check(given, dataclasses.replace(plan, trainees=(silent, plan.trainees[1]))).breaches
    assert (breach.code, breach.params) == (
        "wrong_unplaced",
        {"claimed": 0.0, "found": 3.0, "block": "basic"},
    )


def test_everybody_has_one_plan() -> None:
    given = read_problem(example())
    kari, ola = claimed(given, {"kari": KARI, "ola": OLA}).trainees
    plan = claimed(given, {"kari": KARI, "ola": OLA})
    missing = check(given, dataclasses.replace(plan, trainees=(kari,)))
    assert ("trainee_missing", "ola") in [(breach.code, breach.trainee) for breach in missing.breaches]
    twice = check(given, dataclasses.replace(plan, trainees=(kari, ola, ola)))
    assert ("trainee_twice", "ola") in [(breach.code, breach.trainee) for breach in twice.breaches]


def imports_of(path: pathlib.Path) -> set[str]:
    """Every module a file imports, within functions and for types too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports by dots"
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_the_judge_shares_no_code_with_the_solver() -> None:
    """From check.py every import of the planner is followed; only the formats and the rules are met."""
    room = pathlib.Path(borealis.planner.__file__).parent
    own = {
        f"borealis.planner.{'.'.join(p.relative_to(room).with_suffix('').parts)}": p
        for p in room.rglob("*.py")
    }
    waiting, met = ["borealis.planner.check"], set()
    while waiting:
        name = waiting.pop()
        if name in met:
            continue
        met.add(name)
        waiting += [other for other in imports_of(own[name]) if other in own]
    assert {name.split(".")[2] for name in met} == {"check", "formats", "rules"}
    for path in [room / "check.py", *(room / "rules").rglob("*.py"), *(room / "formats").rglob("*.py")]:
        strange = {name for name in imports_of(path) if name.startswith("borealis.")}
        assert {name.split(".")[2] for name in strange} <= {"check", "formats", "rules"}, path
        assert not {"numpy", "scipy", "highspy", "numba"} & {name.split(".")[0] for name in imports_of(path)}

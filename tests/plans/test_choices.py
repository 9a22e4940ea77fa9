"""What a programme lets one choose, in the planner's problem and in the plans that come of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from borealis.planner import Solution, check, read_problem, solution_to_json, solve
from borealis.plans.choice_words import chosen_of, chosen_words, planned_of
from borealis.plans.queries.documents import _taken
from borealis.plans.queries.what_if import ordered
from borealis.plans.rules.changes import Starter, changed_problem
from borealis.plans.rules.choices import PhaseChoice, still_open, unlikely
from borealis.plans.rules.content import PlanContent, Stint, Unplaced
from borealis.plans.rules.outcome import contents_from
from borealis.plans.rules.problem import (
    ArenaPlaces,
    Candidate,
    Phase,
    ServiceDone,
    agreed_end_when,
    least_months,
    left_of,
    months_done,
    problem,
)
from borealis.programmes.rules import PhaseChoice as DocumentChoice
from borealis.trainees.rules import ServicePeriod
from tests.programmes.test_document_rules import blank_document, phase

ELECTIVES = PhaseChoice("electives", (("pet", "ct"), ("pet", "mri"), ("ct", "mri")))
PATH = PhaseChoice("path", (("general",), ("short", "research")))


@pytest.mark.parametrize(
    ("name", "choice", "begun", "done", "options"),
    [
        ("nothing is begun", ELECTIVES, set(), set(), ELECTIVES.options),
        ("one is done: one of the others is left", ELECTIVES, {"pet"}, {"pet"}, (("ct",), ("mri",))),
        ("one is begun: it is taken", ELECTIVES, {"pet"}, set(), (("pet", "ct"), ("pet", "mri"))),
        ("two are begun: they are taken", ELECTIVES, {"pet", "mri"}, set(), (("pet", "mri"),)),
        ("two are done: nothing is left", ELECTIVES, {"pet", "mri"}, {"pet", "mri"}, ((),)),
        ("more than is asked", ELECTIVES, {"pet", "ct", "mri"}, {"ct", "mri"}, ((),)),
        ("three are begun: any two of them", ELECTIVES, {"pet", "ct", "mri"}, set(), ELECTIVES.options),
        ("a path is begun", PATH, {"short"}, set(), (("short", "research"),)),
        ("a path is half done", PATH, {"short"}, {"short"}, (("research",),)),
        ("both paths are begun: either can be taken", PATH, {"short", "general"}, set(), PATH.options),
        ("a path is done", PATH, {"general", "short"}, {"general"}, ((),)),
    ],
)
def test_what_can_still_be_chosen(
    name: str, choice: PhaseChoice, begun: set[str], done: set[str], options: tuple[tuple[str, ...], ...]
) -> None:
    left = {code: 0 if code in done else 3 for option in choice.options for code in option}
    assert still_open(choice, begun, left) == PhaseChoice(choice.id, options), name


@pytest.mark.parametrize(
    ("code", "choice", "planned", "expected"),
    [
        ("intro", None, {"ct"}, 0),
        ("ct", ELECTIVES, {"ct"}, 0),
        ("pet", ELECTIVES, {"ct"}, 1),
        ("pet", ELECTIVES, {"intro"}, 0),
        ("general", PATH, {"research"}, 2),
        ("short", PATH, {"research"}, 1),
    ],
)
def test_whether_service_is_likely_to_belong_to_a_phase(
    code: str, choice: PhaseChoice | None, planned: set[str], expected: int
) -> None:
    assert unlikely(code, choice, planned) == expected


INTRO = Phase("intro", 3, (("lab", 0),))
GENERAL = Phase("general", 6, (("ward", 0),), after=("intro",), choice=PATH)
SHORT = Phase("short", 2, (("ward", 0),), after=("intro",), choice=PATH)
RESEARCH = Phase("research", 2, (("desk", 0),), after=("short",), choice=PATH)
REST = Phase("rest", 10, (("lab", 0),), after=("general", "research"), fills_service_time=True)
PHASES = (INTRO, GENERAL, SHORT, RESEARCH, REST)


def lis(**changes: object) -> Candidate:
    given = {"id": "1", "town": "tromso", "first": "2027-01", "service_needed": 17.0, **changes}
    return Candidate(**given)  # type: ignore[arg-type]


def served(arena: str, first: str, last: str) -> ServiceDone:
    return ServiceDone(arena, dt.date.fromisoformat(first), dt.date.fromisoformat(last), 100)


WARD = (served("ward", "2026-11-01", "2026-12-31"),)


@pytest.mark.parametrize(
    ("name", "candidate", "months", "options"),
    [
        (
            "nothing is begun: time is counted by the shortest path",
            lis(),
            {"intro": 3, "general": 6, "short": 2, "research": 2, "rest": 10},
            PATH.options,
        ),
        (
            "service in a place of both paths is the first one's, when nothing speaks against it",
            lis(services=WARD),
            {"intro": 3, "general": 4, "short": 0, "research": 0, "rest": 10},
            None,
        ),
        (
            "the plan in force tells whose it is",
            lis(services=WARD, planned=frozenset({"rest", "research"})),
            {"intro": 3, "general": 0, "short": 0, "research": 2, "rest": 12},
            None,
        ),
        (
            "a credit binds too",
            lis(credits={"research": 1.0}),
            {"intro": 3, "general": 0, "short": 2, "research": 1, "rest": 11},
            None,
        ),
        (
            "goals that are reached bind too, and nothing of the choice is left",
            lis(reached=frozenset({"general"})),
            {"intro": 3, "general": 0, "short": 0, "research": 0, "rest": 14},
            None,
        ),
        (
            "days that the calendar gives over bind nobody",
            lis(services=(served("ward", "2026-12-20", "2026-12-31"),)),
            {"intro": 3, "general": 6, "short": 2, "research": 2, "rest": 10},
            PATH.options,
        ),
    ],
)
def test_what_is_left_of_a_choice(
    name: str, candidate: Candidate, months: dict[str, int], options: tuple[tuple[str, ...], ...] | None
) -> None:
    left = left_of(candidate, PHASES)
    assert left.months == months, name
    assert left.choices == ((PhaseChoice("path", options),) if options else ()), name


def test_service_done_goes_to_what_the_plan_takes_of_a_choice() -> None:
    assert months_done(WARD, PHASES)["general"] == pytest.approx(61 / 30.4375)
    assert months_done(WARD, PHASES, {"short"})["short"] == 2


def test_the_months_of_a_course_are_those_of_the_shortest_path() -> None:
    assert least_months(PHASES) == 17
    assert least_months((INTRO, REST)) == 13


def test_the_problem_asks_for_what_is_left_and_says_what_is_to_be_chosen() -> None:
    (told,) = problem(PHASES, [], [lis()], "2027-01")["trainees"]
    assert told["choices"] == [{"id": "path", "options": [["general"], ["short", "research"]]}]
    assert told["norm_end"] == "2028-05"
    assert [block["id"] for block in told["blocks"]] == ["intro", "general", "short", "research", "rest"]
    (bound,) = problem(PHASES, [], [lis(services=WARD)], "2027-01")["trainees"]
    assert "choices" not in bound
    assert [block["id"] for block in bound["blocks"]] == ["intro", "general", "rest"]
    assert bound["blocks"][-1]["after"] == ["general"]


def test_the_plan_in_force_keeps_only_what_can_still_be_taken() -> None:
    current = (Stint("short", "ward", "2027-01", "2027-02"), Stint("rest", "lab", "2027-03", "2027-05"))
    (told,) = problem(PHASES, [], [lis(services=WARD, current=current)], "2027-01")["trainees"]
    assert [stint["block"] for stint in told["current"]] == ["rest"]


def test_the_end_that_was_agreed_counts_the_path_that_is_taken() -> None:
    away = (("2027-02", "2027-03", "parental_leave"),)
    (told,) = problem(PHASES, [], [lis(away=away, fraction=(("2028-01", None, 50),))], "2027-01")["trainees"]
    assert agreed_end_when(told, {}) == told["norm_end"] == "2029-02"
    assert agreed_end_when(told, {"path": ["short", "research"]}) == "2029-02"
    assert agreed_end_when(told, {"path": ["general"]}) == "2029-06"


def places(**arenas: int) -> list[ArenaPlaces]:
    return [ArenaPlaces(code, "tromso", (("2027-01", None, n, 0),)) for code, n in arenas.items()]


def solved(built: dict[str, Any]) -> Solution:
    read = read_problem(built)
    solution = solve(read, seconds=20)
    assert check(read, solution).is_sound
    return solution


def test_a_plan_takes_one_path_and_another_would_take_all_phases() -> None:
    built = problem(PHASES, places(lab=1, ward=1, desk=1), [lis()], "2027-01")
    (plan,) = solved(built).trainees
    assert plan.chosen == {"path": ("short", "research")}
    assert [stint.block for stint in plan.stints] == ["intro", "short", "research", "rest"]
    (told,) = built["trainees"]
    without = {**built, "trainees": [{k: v for k, v in told.items() if k != "choices"}]}
    assert len(solved(without).trainees[0].stints) == 5


def test_a_path_that_is_taken_since_the_shorter_is_closed_is_no_waiting() -> None:
    built = problem(PHASES, places(lab=1, ward=1, desk=0), [lis()], "2027-01")
    solution = solution_to_json(solved(built))
    assert chosen_of(solution, 1) == {"path": ["general"]}
    assert chosen_of(solution, 2) == {}
    facts = {"programme_version": 1, "norm_end": {"1": "2028-05"}}
    content = contents_from(built, facts, solution)["1"]
    assert (content.agreed_end, content.planned_end) == ("2028-07", "2028-07")


def test_somebody_new_begins_on_the_shortest_path() -> None:
    before = problem(PHASES, places(lab=1, ward=1, desk=1), [], "2027-01")
    (told,) = changed_problem(before, Starter("2027-03", "tromso"), PHASES)["trainees"]
    assert told["norm_end"] == "2028-07"
    assert told["choices"][0]["id"] == "path"


def test_phases_in_order_keep_it_also_past_what_is_not_taken() -> None:
    current = (Stint("short", "ward", "2027-04", "2027-05"), Stint("intro", "lab", "2027-01", "2027-03"))
    (told,) = problem(PHASES, [], [lis(current=current)], "2027-01")["trainees"]
    blocks = ordered(told)["blocks"]
    assert [len(block["after"]) for block in blocks] == [0, 1, 2, 3, 4]
    bound = problem((INTRO, REST), [], [lis(current=current)], "2027-01")["trainees"][0]
    assert [block["after"] for block in ordered(bound)["blocks"]] == [[], ["rest"]]


def test_in_order_a_phase_stays_directly_behind_the_one_it_follows() -> None:
    a, b, c = (Phase(code, 2, (("lab", 0),)) for code in "abc")
    current = (
        Stint("a", "lab", "2027-01", "2027-02"),
        Stint("b", "lab", "2027-03", "2027-04"),
        Stint("c", "lab", "2027-05", "2027-06"),
    )
    phases = (a, b, replace(c, directly_after="a"))
    (told,) = problem(phases, [], [lis(current=current)], "2027-01")["trainees"]
    assert [block["id"] for block in ordered(told)["blocks"]] == ["a", "c", "b"]


def test_what_is_chosen_in_words() -> None:
    electives = DocumentChoice("fordypning", {"nb": "Fordypning"}, 2, ("a", "b", "c"), (), {})
    path = DocumentChoice("vei", {"nb": "Vei"}, 0, (), (("d",), ("e", "f")), {})
    document = replace(
        blank_document(), phases=tuple(phase(code) for code in "abcdef"), choices=(electives, path)
    )
    content = PlanContent(
        1,
        "2027-01",
        (Stint("a", "x", "2027-01", "2027-02"),),
        (Unplaced("c", 2.0, "no_places"),),
        "2027-02",
        "2027-02",
        "2027-02",
    )
    assert planned_of(content, document) == {"fordypning": ["a", "c"], "vei": []}
    assert chosen_words(planned_of(content, document), document) == ["Fordypning: a og c"]
    assert chosen_words({"vei": ["d"]}, document) == ["Vei: d"]
    assert chosen_words({"vei": ["d"]}, None) == []


def test_the_printed_plan_has_no_goals_of_phases_that_are_not_taken() -> None:
    path = DocumentChoice("vei", {"nb": "Vei"}, 0, (), (("b",), ("c", "d")), {})
    document = replace(
        blank_document(), phases=tuple(phase(code, f"place-{code}") for code in "abcd"), choices=(path,)
    )
    ahead = Stint("d", "place-d", "2027-01", "2027-02")
    content = PlanContent(1, "2027-01", (ahead,), (), "2027-02", "2027-02", "2027-02")
    service = ServicePeriod("specialty", dt.date(2026, 11, 1), dt.date(2026, 12, 31), 100, None, "place-c")
    elsewhere = ServicePeriod(
        "part1_hospital", dt.date(2025, 11, 1), dt.date(2025, 12, 31), 100, None, "place-b"
    )
    record = SimpleNamespace(services=(service, elsewhere))
    assert [found.id for found in _taken(record, content, document)] == ["a", "c", "d"]  # type: ignore[arg-type]

"""The judge: every rule broken in turn, every claim made wrong, and nothing shared with the maker."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import borealis.planner.guidance as room
from borealis.planner.guidance import Problem, Session, Solution, Value, check, place, read_problem
from borealis.planner.guidance.formats.clock import parse_moment
from borealis.planner.guidance.formats.solution import Missing
from borealis.planner.guidance.rules import g1_one_at_a_time
from borealis.planner.guidance.rules.breach import BreachCode
from borealis.planner.guidance.words.breaches import EN, NB, breach_in_words
from tests.planner.guidance.problems import at, duty, person, problem, trainee
from tests.planner.test_independence import imported

ROOM = Path(room.__file__).parent
JUDGES = [ROOM / "check.py", *sorted((ROOM / "rules").glob("*.py"))]


def example() -> Problem:
    """Kari has one session left, agreed on day 1; the group of kari and ola meets; days 0, 1, 15 and 20."""
    hours = [duty(day, "08:00", "12:00") for day in (0, 1, 15, 20)]
    blocked = [{"from": at(15, "11:00"), "to": at(15, "12:00"), "kind": "study"}]
    people = [
        person("guide", *hours),
        person("kari", *hours, blocked=blocked),
        person("ola", *hours),
        person("else", *hours),
    ]
    group = {
        "id": "group",
        "leader": "guide",
        "members": ["kari", "ola"],
        "sessions": 2,
        "minutes": 60,
        "quorum": 1,
    }
    agreed = [{"of": "kari", "start": at(1, "08:00"), "with": "guide", "agreed": True}]
    return read_problem(
        problem(
            people, [trainee("kari", 2), trainee("ola", 1)], groups=[group], sessions=agreed, least_days=10
        )
    )


def session(of: str, day: int, clock: str, *present: str, guide: str = "guide") -> Session:
    start = parse_moment(at(day, clock))
    assert start is not None
    return Session(of, start, guide, present or (of,))


BASE = (
    session("kari", 1, "08:00"),
    session("kari", 15, "08:00"),
    session("ola", 15, "09:00"),
    session("group", 1, "09:00", "kari", "ola"),
    session("group", 20, "09:00", "kari", "ola"),
)


def judged(sessions: tuple[Session, ...], **claims: Any) -> list[tuple[str, BreachCode]]:
    """What is found wrong when the sessions claim what is so, but for `claims`."""
    given = example()
    bare = Solution("place", "feasible", Value(), Value(), 0, sessions, ())
    value = check(given, bare).value
    counts = {
        series.id: given.needed(series) - sum(s.of == series.id for s in sessions) for series in given.series
    }
    missing = tuple(Missing(of, count) for of, count in counts.items() if count > 0)
    so: dict[str, Any] = {"value": value, "bound": value, "missing": missing}
    solution = replace(bare, **(so | claims))
    breaches = check(given, solution).breaches
    for breach in breaches:
        assert breach_in_words(breach, "nb") != breach_in_words(breach, "en")
    return [(breach.rule, breach.code) for breach in breaches]


def changed(index: int, new: Session) -> tuple[Session, ...]:
    return (*BASE[:index], new, *BASE[index + 1 :])


def test_what_is_right_is_right() -> None:
    assert judged(BASE) == []


BROKEN: list[tuple[tuple[Session, ...], str, BreachCode]] = [
    (changed(2, session("ola", 15, "08:30")), "G1", "two_at_once"),
    (changed(2, session("ola", 15, "11:30")), "G2", "not_at_work"),
    (changed(2, session("ola", 3, "09:00")), "G2", "not_at_work"),
    (changed(1, session("kari", 15, "11:00")), "G2", "blocked"),
    (changed(2, session("ola", 15, "09:00", guide="else")), "G3", "wrong_guide"),
    (changed(3, session("group", 1, "09:00", "kari", "ola", "else")), "G3", "not_a_member"),
    (changed(3, session("group", 1, "09:00", "kari", "kari", "ola")), "G3", "counted_twice"),
    (changed(3, replace(BASE[3], present=())), "G3", "below_quorum"),
    (changed(3, session("group", 1, "09:00", "kari")), "G3", "left_out"),
    (changed(1, session("kari", 0, "08:00")), "G4", "too_close"),
    (changed(2, session("ola", 40, "09:00")), "G5", "outside_period"),
    (changed(2, session("ola", 15, "09:20")), "G5", "off_grid"),
    ((*BASE, session("ola", 1, "10:00")), "G5", "over_norm"),
    (changed(0, session("kari", 1, "10:00")), "G6", "agreement_not_kept"),
]


def test_a_session_within_a_longer_one_does_not_make_room_for_a_third() -> None:
    """given two hours that begin at 8, and an hour each from 8.30 and 9.45, then both begin too early"""
    hours = [duty(0, "08:00", "12:00")]
    doctors = [trainee("kari", 1, minutes=120), trainee("ola", 1, minutes=60), trainee("liv", 1, minutes=60)]
    given = read_problem(problem([person(one, *hours) for one in ("guide", "kari", "ola", "liv")], doctors))
    sessions = (session("kari", 0, "08:00"), session("ola", 0, "08:30"), session("liv", 0, "09:45"))
    bare = Solution("place", "feasible", Value(), Value(), 0, sessions, ())
    found = list(g1_one_at_a_time.broken(given, bare))
    assert [(breach.of, breach.person, breach.params) for breach in found] == [
        ("ola", "guide", {"other": "kari"}),
        ("liv", "guide", {"other": "kari"}),
    ]


@pytest.mark.parametrize(
    ("sessions", "rule", "code"), BROKEN, ids=[f"{rule} {code}" for _, rule, code in BROKEN]
)
def test_a_broken_rule_is_found(sessions: tuple[Session, ...], rule: str, code: BreachCode) -> None:
    assert (rule, code) in judged(sessions)


def test_wrong_claims_are_found() -> None:
    assert judged(BASE, value=Value(late_minutes=7)) == [("claim", "wrong_value")] * 2
    assert ("claim", "bound_over_value") in judged(BASE, bound=Value(missing=9))
    assert judged(BASE, bound=Value(), status="optimal") == [("claim", "not_optimal")]
    assert judged(BASE, missing=(Missing("ola", 1),)) == [("claim", "wrong_missing")]


def test_a_move_is_counted_against_the_earlier_solution() -> None:
    given = example()
    first = place(given)
    other = replace(
        first, sessions=(replace(first.sessions[1], start=first.sessions[1].start + 60), *first.sessions[2:])
    )
    assert check(given, first, other).value.moved == 1
    assert check(given, first, first).value.moved == 0


def test_every_breach_has_words_in_both_languages() -> None:
    assert set(NB) == set(EN) == set(BreachCode.__args__)


@pytest.mark.parametrize("path", JUDGES, ids=lambda path: path.stem)
def test_the_judge_shares_no_code_with_the_maker(path: Path) -> None:
    allowed = ("borealis.planner.guidance.formats", "borealis.planner.guidance.rules")
    own = {name for name in imported(path) if name.startswith("borealis")}
    assert all(name.startswith(allowed) for name in own)
    assert not imported(path) & {"numpy", "highspy"}


def test_importing_the_room_is_light() -> None:
    code = "import sys, borealis.planner.guidance; "
    code += "print([m for m in ('numpy', 'highspy', 'django') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

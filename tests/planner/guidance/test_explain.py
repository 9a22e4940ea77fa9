"""Why sessions are missing, and changes of duties that make room: tried, not guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from borealis.planner.guidance import explain, local, place, read_problem
from borealis.planner.guidance.explain.reasons import Reason, with_change
from borealis.planner.guidance.words.reasons import reasons_in_words
from tests.planner.guidance.problems import at, duty, person, problem, small_problems, trainee


def reason_of(document: dict[str, Any]) -> Reason:
    read = read_problem(document)
    (reason,) = explain(read, place(read))
    return reason


def days(*numbers: int, free: bool = True) -> list[dict[str, Any]]:
    return [duty(number, "08:00", "10:00", free=free) for number in numbers]


@pytest.mark.parametrize(
    ("guide", "learner", "code"),
    [
        (days(0, 1, free=False), days(0, 1), "guide_never_free"),
        (days(0, 1), [], "members_never_free"),
        (days(0, 1), days(4, 5), "no_common_time"),
        (days(0, 1), days(0, 1), "too_close"),
    ],
)
def test_the_reason_is_what_stands_in_the_way(guide: Any, learner: Any, code: str) -> None:
    found = reason_of(problem([person("guide", *guide), person("kari", *learner)], [trainee("kari", 2)]))
    assert found.code == code
    assert (found.of, found.sessions) == ("kari", 1 if code == "too_close" else 2)


def test_nobody_is_the_guide() -> None:
    gone = trainee("kari", 1, guides=[{"person": "guide", "through": at(0, "")[:10].replace("25", "24")}])
    found = reason_of(problem([person("guide", *days(0)), person("kari", *days(0))], [gone]))
    assert found.code == "no_guide"
    assert found.changes == ()


def test_a_session_of_another_takes_the_time() -> None:
    """One hour of the guide's, two trainees."""
    hour = duty(0, "08:00", "09:00")
    people = [person("guide", hour), person("kari", hour), person("ola", hour)]
    assert reason_of(problem(people, [trainee("kari", 1), trainee("ola", 1)])).code == "taken"


def test_the_change_names_whose_duty_on_which_day_from_what_to_what() -> None:
    """The guide is on call on the one day (Tuesday 30 March) that is far enough from the other."""
    call = duty(5, "08:00", "16:00", free=False)
    people = [person("guide", *days(0, 1), call), person("kari", *days(0, 5))]
    found = reason_of(problem(people, [trainee("kari", 2)], least_days=5))
    assert found.code == "too_close"
    change = next(change for change in found.changes if change.person == "guide" and change.day.day == 30)
    assert change.before is not None
    assert change.before.code == "N"
    assert (f"{local(change.after.start):%H:%M}", f"{local(change.after.end):%H:%M}") == ("08:00", "10:00")
    assert f"{local(change.start):%H:%M}" == "08:00"
    (line,) = (
        line for line in reasons_in_words((found,), "en") if "if guide is at work D 2027-03-30" in line
    )
    assert "instead of N 2027-03-30 08:00-16:00 (session at 08:00)" in line


def test_leave_is_not_asked_for_and_rest_is_kept() -> None:
    """On day 5 kari is on leave; before day 6 she has a night until the morning that would have to go too."""
    away = {"from": at(5, "00:00"), "to": at(6, "00:00"), "kind": "leave"}
    nights = [
        duty(4, "20:00", "08:00", free=False, nights=1),
        duty(5, "20:00", "06:00", free=False, nights=1),
    ]
    people = [
        person("guide", *days(0, 5, 6)),
        person("kari", *days(0), *nights, duty(6, "16:00", "23:00", free=False), blocked=[away]),
    ]
    found = reason_of(problem(people, [trainee("kari", 2)], least_days=4))
    assert not [change for change in found.changes if change.person == "kari" and change.day.day in (30, 31)]


def test_a_member_who_cannot_come_is_named_with_what_would_let_her() -> None:
    """Two of three can meet on Friday; ola has a duty that may not be interrupted, eva is on leave."""
    leave = {"from": at(1, "00:00"), "to": at(2, "00:00"), "kind": "leave"}
    people = [
        person("guide", *days(1)),
        person("kari", *days(1)),
        person("ola", *days(8), *days(1, free=False)),
        person("eva", *days(1), blocked=[leave]),
    ]
    group = {"id": "g", "leader": "guide", "members": ["kari", "ola", "eva"], "quorum": 1}
    read = read_problem(problem(people, [], groups=[group | {"sessions": 1, "minutes": 60}]))
    reasons = explain(read, place(read))
    found = {reason.person: reason for reason in reasons}
    assert {reason.code for reason in reasons} == {"absent"}
    assert [change.person for change in found["ola"].changes] == ["ola"]
    assert found["eva"].changes == ()
    assert "g: sessions missing: 1; ola cannot come on 2027-03-26 08:00." in reasons_in_words(reasons, "en")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(small_problems())
def test_every_change_makes_room(document: dict[str, Any]) -> None:
    """With the duty changed, somebody gets a session more: placed anew to see."""
    read = read_problem(document)
    solution = place(read, seconds=None)
    for reason in explain(read, solution):
        for change in reason.changes:
            changed = place(with_change(read, change), seconds=None)
            assert changed.value.missing < solution.value.missing

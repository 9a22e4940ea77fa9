"""Cases by hand: what is agreed, groups, guides who leave, years without room, and the value counted on paper."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.rosters import make_trust, make_year
from borealis.planner.guidance import Solution, Value, check, explain, local, place, read_problem, repair
from borealis.planner.guidance.engine import joint
from tests.planner.guidance.problems import FIRST, at, duty, person, problem, trainee


def placed(document: dict[str, Any]) -> Solution:
    """The placing of a document, found sound and optimal."""
    read = read_problem(document)
    solution = place(read)
    assert check(read, solution).breaches == ()
    assert solution.status == "optimal"
    return solution


def starts(solution: Solution) -> list[str]:
    return [f"{local(session.start):%m-%d %H:%M}" for session in solution.sessions]


def mornings(*days: int) -> list[dict[str, Any]]:
    return [duty(day, "08:00", "10:00") for day in days]


def test_the_value_is_what_it_is_on_paper() -> None:
    """Days 0, 15 and 20; the norm is 3, but 15 and 20 are too close. 0 and 20: 20 days apart, aim 10 to 15.

    After day 20 the period has 9 days left, within the aim. 5 days outside: 25. One missing.
    The wish is the second hour of the duty, all of which is after its first half hour: 2 people, 2 sessions.
    """
    people = [person(name, *mornings(0, 15, 20)) for name in ("guide", "kari")]
    kari = trainee("kari", 3, aim={"from": 10, "to": 15}, preferred=[{"from": "09:00", "to": "10:00"}])
    solution = placed(problem(people, [kari], day_minutes=30))
    assert starts(solution) in (["03-25 09:00", "04-09 09:00"], ["03-25 09:00", "04-14 09:00"])
    assert solution.value == Value(1, 0, 0, 240, 0)


def test_sessions_are_spread_before_they_are_at_preferred_hours() -> None:
    people = [
        person(name, duty(0, "08:00", "09:00"), duty(20, "08:00", "09:00"), duty(26, "12:00", "13:00"))
        for name in ("guide", "kari")
    ]
    kari = trainee("kari", 2, aim={"from": 24, "to": 28}, preferred=[{"from": "08:00", "to": "09:00"}])
    solution = placed(problem(people, [kari]))
    assert starts(solution) == ["03-25 08:00", "04-20 12:00"]
    assert solution.value == Value(0, 0, 1, 0, 0)


def test_nothing_is_placed_in_what_is_set_aside_or_must_not_be_interrupted() -> None:
    blocked = [{"from": at(0, "08:00"), "to": at(0, "09:30"), "kind": "study"}]
    people = [
        person("guide", duty(0, "08:00", "12:00"), duty(20, "08:00", "12:00", free=False)),
        person("kari", *mornings(0, 20), blocked=blocked),
    ]
    solution = placed(problem(people, [trainee("kari", 1)]))
    assert solution.sessions == ()
    assert [(entry.of, entry.sessions) for entry in solution.missing] == [("kari", 1)]


def test_a_guide_who_leaves_tomorrow_holds_what_can_be_held_today() -> None:
    """The new guide takes over the day after, and the sessions with her."""
    people = [person(name, *mornings(0, 14, 28)) for name in ("guide", "heir", "kari")]
    guides = [{"person": "guide", "through": at(0, "")[:10]}, {"person": "heir", "from": at(1, "")[:10]}]
    solution = placed(problem(people, [trainee("kari", 3, guides=guides)]))
    assert [session.guide for session in solution.sessions] == ["guide", "heir", "heir"]
    gone = problem(people, [trainee("kari", 3, guides=guides[:1])])
    assert [session.guide for session in placed(gone).sessions] == ["guide"]


def test_a_year_with_no_possible_slot_is_answered_at_once() -> None:
    """Every guide works nights only: nothing is placed, all is missing, and the reason is the guide."""
    document = make_year(20, 8, seed=5)
    for someone in document["people"]:
        if "guide" in someone["id"]:
            for entry in someone["duties"]:
                entry["interruptible"] = False
    read = read_problem(document)
    solution = place(read, seconds=10)
    assert solution.status == "optimal"
    assert solution.seconds < 5
    assert solution.sessions == ()
    assert solution.value.missing == 20 * 8 + 20 * 2
    assert {reason.code for reason in explain(read, solution)} == {"guide_never_free"}


def test_what_is_agreed_stands_and_what_the_roster_forbids_is_moved() -> None:
    """Two agreed sessions, the second in a duty that forbids it now: the first stays though it is early."""
    hours = [*mornings(1, 14), duty(20, "08:00", "10:00", free=False), *mornings(24)]
    people = [person(name, *hours) for name in ("guide", "kari")]
    agreed = [{"of": "kari", "start": at(day, "08:20"), "with": "guide", "agreed": True} for day in (1, 20)]
    solution = placed(
        problem(people, [trainee("kari", 2, aim={"from": 5, "to": 10})], sessions=agreed, least_days=5)
    )
    assert starts(solution) == ["03-26 08:20", "04-08 08:00"]
    assert solution.value.moved == 1


def test_of_two_agreements_at_once_the_first_listed_stands() -> None:
    people = [person(name, *mornings(0, 20)) for name in ("guide", "kari", "ola")]
    agreed = [
        {"of": name, "start": at(0, "08:00"), "with": "guide", "agreed": True} for name in ("ola", "kari")
    ]
    solution = placed(problem(people, [trainee("kari", 1), trainee("ola", 1)], sessions=agreed))
    assert {session.of: f"{local(session.start):%m-%d %H:%M}" for session in solution.sessions}[
        "ola"
    ] == "03-25 08:00"
    assert solution.value.moved == 1


def test_a_group_meets_where_most_can_come_and_counts_those_who_do() -> None:
    people = [
        person("guide", *mornings(0, 7)),
        person("a", *mornings(0, 7)),
        person("b", *mornings(0, 7)),
        person("c", *mornings(7)),
    ]
    group = {
        "id": "g",
        "leader": "guide",
        "members": ["a", "b", "c"],
        "sessions": 2,
        "minutes": 60,
        "quorum": 2,
    }
    solution = placed(problem(people, [], groups=[group], least_days=3))
    assert [session.present for session in solution.sessions] == [("a", "b"), ("a", "b", "c")]
    assert solution.value.missing == 1
    assert placed(problem(people, [], groups=[group | {"quorum": 3}], least_days=3)).value.missing == 3


def test_held_sessions_count_towards_the_norm_and_the_spacing() -> None:
    people = [person(name, *mornings(10, 20)) for name in ("guide", "kari")]
    kari = trainee("kari", 2, held=[at(5, "")[:10]], aim={"from": 5, "to": 30})
    document = problem(people, [kari])
    document["period"]["place_from"] = at(6, "")[:10]
    assert starts(placed(document)) == ["04-14 08:00"]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_department_year_is_optimal_in_two_seconds(seed: int) -> None:
    """20 trainees, 8 guides, 3 groups. The machine of the tests is shared: it gets twice the time."""
    read = read_problem(make_year(20, 8, seed))
    solution = place(read, seconds=30)
    assert solution.status == "optimal"
    assert solution.seconds < 2 * 2
    assert solution.value.missing == 0
    assert check(read, solution).is_sound


def test_thirty_changed_duties_are_mended_in_a_second() -> None:
    """What is moved is what stood in a changed duty, or makes room: proven to be the fewest."""
    document = make_year(20, 8, seed=3)
    first = place(read_problem(document))
    taken = {(session.guide, local(session.start).date()) for session in first.sessions}
    hit = 0
    for someone in document["people"]:
        for entry in someone["duties"]:
            day = dt.date.fromisoformat(entry["from"][:10])
            if (someone["id"], day) in taken and entry["interruptible"] and hit < 30:
                entry["interruptible"] = False
                hit += 1
    assert hit == 30
    read = read_problem(document)
    mended = repair(read, first, seconds=30)
    assert mended.status == "optimal"
    assert mended.seconds < 2 * 1
    assert check(read, mended, first).is_sound
    assert 30 <= mended.value.moved <= place(read, first).value.moved
    assert mended.value.missing == 0


def test_departments_that_share_nobody_are_worth_what_they_are_alone() -> None:
    trust = place(read_problem(make_trust(departments=2, seed=4)))
    alone = [place(read_problem(make_year(20, 8, 4000 + n, f"d{n}-"))) for n in range(2)]
    assert trust.status == "optimal"
    assert trust.value == alone[0].value + alone[1].value


def test_series_in_each_others_way_are_chosen_jointly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three trainees and one guide with four hours; whoever goes first must leave the others theirs."""
    asked: list[int] = []
    inner = joint.choose_jointly

    def counted(parts: Any, *more: Any) -> Any:
        asked.append(len(parts))
        return inner(parts, *more)

    monkeypatch.setattr(joint, "choose_jointly", counted)
    hours = [duty(day, "08:00", "09:00") for day in (0, 2, 4, 6)]
    people = [person("guide", *hours)] + [person(n, *hours[i:]) for n, i in (("a", 0), ("b", 0), ("c", 1))]
    learners = [trainee(name, 2, aim={"from": 2, "to": 4}) for name in "abc"]
    solution = placed(problem(people, learners, days=7, least_days=2))
    assert solution.value.missing == 2
    assert max(asked) >= 2


def test_what_a_cluster_costs_is_not_what_its_series_cost_alone() -> None:
    """Two trainees share a morning; then a group needs the day too. Each is dearer than alone by what all are."""
    hours = [duty(3, "08:00", "10:00"), duty(4, "08:15", "09:45")]
    people = [person(name, *hours) for name in ("guide", "other", "a", "b")]
    learners = [trainee(name, 1, minutes=60, aim={"from": 1, "to": 1}) for name in "ab"]
    group = {"id": "g", "leader": "other", "members": ["a", "b"], "quorum": 1, "sessions": 1, "minutes": 60}
    document = problem(people, learners, days=7, groups=[group | {"aim": {"from": 1, "to": 4}}])
    assert placed(document | {"least_days": 1, "day_minutes": 60, "grid": 30}).value == Value(
        0, 16, 0, 165, 0
    )


def test_no_time_at_all_still_gives_a_sound_placing_and_a_bound() -> None:
    read = read_problem(make_year(20, 2, seed=1, tight=0.5))
    hasty = place(read, seconds=0.0)
    assert check(read, hasty).is_sound
    assert hasty.status == "feasible"
    assert hasty.open_criterion is not None
    assert hasty.bound.ranked("place") < hasty.value.ranked("place")


def test_nobody_and_nothing() -> None:
    empty = problem([], [])
    assert placed(empty).value == Value()
    assert placed(problem([person("guide"), person("kari")], [trainee("kari", 0, guides=[])])).sessions == ()
    assert replace(placed(empty), seconds=0).missing == ()
    assert FIRST.weekday() == 3


def test_the_example_of_the_format_page_is_as_it_says() -> None:
    page = (Path(__file__).parents[3] / "docs/reference/guidance-format.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    solution = placed(json.loads(example))
    assert starts(solution) == ["03-08 12:00", "04-26 12:00"]
    assert solution.value == Value()

"""Teaching and study time: had, to come, and lost to duties; leave takes nothing, and what came back is not lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.rosters.actions import confirm_people
from borealis.rosters.queries import Kept, PersonTime, lost_findings, lost_time, time_kept
from tests.conftest import Told
from tests.rosters.conftest import BringIn, lines, unn_pet

pytestmark = pytest.mark.django_db
NORA, JONAS = "Nora Fjellrype", "Jonas Polarrev"
FIRST, LAST = (
    dt.date(2027, 3, 22),
    dt.date(2027, 4, 4),
)  # two weeks, with the night on which the clock is moved
NOON = dt.datetime(2027, 3, 26, 10, tzinfo=dt.UTC)  # Friday of the first week
PLAN = (
    f"{NORA};22.3.2027;D;08:00;15:30",
    f"{NORA};23.3.2027;U;08:00;10:00",
    f"{NORA};24.3.2027;FO;12:00;16:00",
    f"{NORA};31.3.2027;FO;12:00;16:00",
    f"{NORA};1.4.2027;U;08:00;09:00",
    f"{JONAS};22.3.2027;D;08:00;15:30",
    f"{JONAS};2.4.2027;FO;08:00;12:00",
)


@pytest.fixture
def planned(empty: Told, bring_in: BringIn) -> Told:
    said = {" ".join(sorted(name.casefold().split())): empty.people[name] for name in (NORA, JONAS)}
    confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=empty.now)
    bring_in(lines(*PLAN))
    return empty


def kept(told: Told, name: str = NORA, now: dt.datetime = NOON) -> PersonTime:
    return time_kept({told.people[name]: (FIRST, LAST)}, now)[told.people[name]]


def with_changes(**instead: str) -> bytes:
    """The plan with other codes: the day and month as the key, "" for a line that is gone."""
    changed = []
    for line in PLAN:
        name, day, _code, start, end = line.split(";")
        key = "d" + day.removesuffix(".2027").replace(".", "_")
        code = instead.get(key) if name == NORA else None
        changed.append(line if code is None else f"{name};{day};{code};{start};{end}" if code else "")
    return lines(*filter(None, changed))


def test_what_is_over_was_had_and_the_rest_comes(planned: Told) -> None:
    assert kept(planned) == PersonTime(
        2, Kept(held=2, coming=1), Kept(held=4, coming=4), {dt.date(2027, 3, 23): 2.0}
    )
    assert kept(planned, JONAS) == PersonTime(2, Kept(), Kept(coming=4))
    assert time_kept({}, NOON) == {}


def test_only_the_days_of_the_period_count(planned: Told) -> None:
    nora = planned.people[NORA]
    found = time_kept({nora: (dt.date(2027, 3, 24), dt.date(2027, 3, 31))}, NOON)[nora]
    assert found == PersonTime(2, Kept(), Kept(held=4, coming=4))


def test_a_duty_in_its_place_is_a_loss_with_what_stands_there_now(planned: Told, bring_in: BringIn) -> None:
    bring_in(with_changes(d31_3="D"), minutes=1)
    assert kept(planned).study == Kept(held=4, coming=0, lost=4)
    (lost,) = lost_time([planned.people[NORA]], FIRST, LAST)
    assert (lost.day, lost.meaning, lost.hours) == (dt.date(2027, 3, 31), "study", 4)
    assert [duty.code for duty in lost.instead] == ["D"]
    assert lost_time([planned.people[JONAS]], FIRST, LAST) == []
    assert lost_time([planned.people[NORA]], FIRST, dt.date(2027, 3, 30)) == []


def test_leave_takes_nothing_from_the_account(planned: Told, bring_in: BringIn) -> None:
    bring_in(with_changes(d31_3="FE"), minutes=1)
    assert kept(planned).study == Kept(held=4)


def test_time_that_is_moved_to_another_day_is_not_lost(planned: Told, bring_in: BringIn) -> None:
    moved = with_changes(d31_3="") + f"{NORA};30.3.2027;FO;12:00;16:00\n{NORA};31.3.2027;FRI;;\n".encode()
    bring_in(moved, minutes=1)
    assert kept(planned).study == Kept(held=4, coming=4)


def test_what_is_given_back_is_not_lost(planned: Told, bring_in: BringIn) -> None:
    bring_in(with_changes(d31_3="D"), minutes=1)
    bring_in(lines(*PLAN), minutes=2)
    assert kept(planned).study == Kept(held=4, coming=4)


def test_a_loss_is_counted_once_however_often_the_roster_changes(planned: Told, bring_in: BringIn) -> None:
    bring_in(with_changes(d31_3="D"), minutes=1)
    bring_in(lines(*PLAN), minutes=2)
    bring_in(with_changes(d31_3="D", d1_4="D"), minutes=3)
    assert kept(planned).study.lost == 4
    assert kept(planned).teaching == Kept(held=2, lost=1)


def test_a_few_queries_however_many_people(planned: Told, bring_in: BringIn) -> None:
    bring_in(with_changes(d31_3="D"), minutes=1)
    periods = dict.fromkeys(planned.people.values(), (FIRST, LAST))
    with CaptureQueriesContext(connection) as queries:
        time_kept(periods, NOON)
    assert len(queries) <= 4


def test_a_coming_loss_is_told_with_who_could_swap(planned: Told, bring_in: BringIn) -> None:
    people = {planned.people[name]: name for name in (NORA, JONAS)}
    today = dt.date(2027, 3, 25)
    assert lost_findings(people, unn_pet(), today) == []
    bring_in(with_changes(d31_3="D") + f"{JONAS};31.3.2027;D;08:00;15:30\n".encode(), minutes=1)
    (finding,) = lost_findings(people, unn_pet(), today)
    assert finding.title == f"{NORA} mister 4 timer fordypning onsdag 31. mars 2027."
    assert finding.detail == f"Nå står det: Klinikk. {JONAS} har vanlig dag da og kan bytte."
    assert finding.url == f"/uke/{planned.people[NORA]}/?uke=2027-13"
    assert lost_findings(people, unn_pet(), dt.date(2027, 4, 1)) == []
    assert lost_findings(people, unn_pet(), dt.date(2027, 1, 1)) == []
    bring_in(with_changes(d31_3="D") + f"{JONAS};31.3.2027;N;20:00;08:00\n".encode(), minutes=2)
    (finding,) = lost_findings(people, unn_pet(), today)
    assert "kan bytte" not in finding.detail

"""What other rooms ask of rosters: duties, presence, who worked together, absence; in few queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.rosters import queries
from borealis.rosters.actions import confirm_people
from borealis.rosters.queries.day import days_of
from borealis.rosters.queries.stored import PresenceWindow
from tests.conftest import Told
from tests.rosters.conftest import BringIn, lines, unn_pet

pytestmark = pytest.mark.django_db
NORA, JONAS, RANDI = "Nora Fjellrype", "Jonas Polarrev", "Randi Snøugle"
FIRST, LAST = dt.date(2027, 3, 26), dt.date(2027, 3, 30)


@pytest.fixture
def rostered(empty: Told, bring_in: BringIn) -> Told:
    said = {" ".join(sorted(name.casefold().split())): empty.people[name] for name in (NORA, JONAS, RANDI)}
    confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=empty.now)
    bring_in(
        lines(
            f"{NORA};26.3.2027;D;08:00;15:30",
            f"{NORA};27.3.2027;N;20:00;08:00",
            f"{NORA};30.3.2027;FE;;",
            f"{RANDI};26.3.2027;D;08:00;12:00",
            f"{RANDI};28.3.2027;D;07:00;12:00",
            f"{RANDI};29.3.2027;H;15:30;08:00",
            f"{JONAS};26.3.2027;U;08:00;09:00",
        )
    )
    return empty


def test_duties_of_a_person_come_by_time_with_the_night_before(rostered: Told) -> None:
    nora = rostered.people[NORA]
    assert [d.code for d in queries.duties_of(nora, FIRST, LAST)] == ["D", "N", "FE"]
    assert [d.code for d in queries.duties_of(nora, dt.date(2027, 3, 28), dt.date(2027, 3, 28))] == ["N"]
    assert queries.duties_of(nora, dt.date(2027, 3, 29), dt.date(2027, 3, 29)) == []


def test_presence_is_by_the_clock_on_the_wall_also_when_it_is_moved(rostered: Told) -> None:
    """given a night over the change to summer time, when asked, then each day has the minutes that clocks show"""
    nora = rostered.people[NORA]
    assert queries.presence([nora], FIRST, LAST) == [
        PresenceWindow(nora, dt.date(2027, 3, 26), 480, 930, True, "on_site"),
        PresenceWindow(nora, dt.date(2027, 3, 27), 1200, 1440, False, "night"),
        PresenceWindow(nora, dt.date(2027, 3, 28), 0, 480, False, "night"),
    ]


def test_who_worked_together_counts_days_at_the_department_and_not_at_home(rostered: Told) -> None:
    met = queries.who_worked_together(rostered.people[NORA], FIRST, LAST)
    assert [(m.person_id, m.days, m.minutes) for m in met] == [
        (rostered.people[RANDI], 2, 240 + 60),
        (rostered.people[JONAS], 1, 60),
    ]


def test_time_free_together_is_where_both_may_be_interrupted(rostered: Told) -> None:
    found = queries.free_together(rostered.people[NORA], rostered.people[RANDI], FIRST, LAST)
    assert found == [(dt.date(2027, 3, 26), 480, 720)]


def test_absence_is_found_until_a_day(rostered: Told) -> None:
    trainee = rostered.trainees[NORA]
    assert queries.absence_found([trainee], dt.date(2027, 3, 29))[trainee] == []
    (found,) = queries.absence_found([trainee], LAST)[trainee]
    assert (found.kind, found.from_day) == ("holiday", LAST)


def test_the_days_that_a_roster_covers_are_known(rostered: Told) -> None:
    assert queries.covered(unn_pet()) == (FIRST, LAST)
    assert queries.covered(10**6) is None


def test_a_day_and_a_month_take_as_many_queries(rostered: Told) -> None:
    def number(days: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            days_of(unn_pet(), FIRST, FIRST + dt.timedelta(days=days), code="unn-pet", open_kinds=True)
        return len(asked)

    assert number(30) == number(4)


def test_presence_of_many_is_one_query(rostered: Told) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.presence(rostered.people.values(), FIRST, LAST)
    assert len(asked) == 1

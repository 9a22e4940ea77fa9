"""Choosing a time: what is in the way is told at once, and the roster gives times for groups."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from borealis.guidance.models import Talk
from borealis.guidance.queries import clashes_at
from borealis.guidance.queries.group_times import GroupTime, group_times
from borealis.organisations.queries import organisation
from borealis.rosters.models import Duty, RosterImport
from borealis.rosters.queries import PresenceWindow, presence
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, HOUR, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]
HEAD = "Randi Snøugle"
MEMBERS = (
    "Jonas Polarrev",
    "Aslak Isbre",
    "Maja Lomvi",
    "Sunniva Vindmåke",
    "Nora Fjellrype",
    "Mikkel Snøspurv",
)


def at(day: dt.date, minute: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(*divmod(minute, 60))))


def windows(told: Told, name: str) -> Iterator[PresenceWindow]:
    """A person's time at work in the weeks to come."""
    yield from presence([told.people[name]], told.today + 2 * DAY, told.today + 60 * DAY)


def clinical(told: Told, name: str) -> PresenceWindow:
    """A duty with which a day begins, long enough, and that may be left."""
    first: dict[dt.date, PresenceWindow] = {}
    for window in windows(told, name):
        first.setdefault(window.day, window)
    long = (w for w in first.values() if w.end - w.start >= 120 and w.start > 6 * 60)
    return next(w for w in long if w.interruptible and not w.protected)


def department() -> int:
    return organisation("unn-pet").pk


def told_of(told: Told, name: str, start: dt.datetime, end: dt.datetime, but: int = 0) -> tuple[str, ...]:
    return clashes_at([told.people[name]], department(), start, end, but).words


def test_nothing_is_in_the_way_at_work(told: Told) -> None:
    found = clinical(told, WHO)
    start = at(found.day, found.start)
    clashes = clashes_at([told.people[WHO]], department(), start, start + HOUR)
    assert clashes.is_free
    assert clashes.free


def test_who_is_not_at_work_is_named_and_not_why(told: Told) -> None:
    found = clinical(told, WHO)
    assert told_of(told, WHO, at(found.day, 4 * 60), at(found.day, 5 * 60)) == (f"Ikke på jobb da: {WHO}.",)
    (words,) = told_of(told, WHO, at(found.day, found.start - 30), at(found.day, found.start + 30))
    assert words == f"Ikke på jobb hele tiden: {WHO}."


def test_protected_time_is_protected_against_talks_too(told: Told) -> None:
    study = next(w for w in windows(told, WHO) if w.meaning == "study")
    (words,) = told_of(told, WHO, at(study.day, study.start), at(study.day, study.start + 60))
    assert words.startswith("Fordypningstid kl. ")
    free = clashes_at(
        [told.people[WHO]], department(), at(study.day, study.start), at(study.day, study.end)
    ).free
    for span in free:
        begins, ends = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("–"))
        assert ends <= study.start or begins >= study.end


def test_a_duty_that_cannot_be_left_is_told(told: Told) -> None:
    found = clinical(told, WHO)
    Duty.objects.filter(person_id=told.people[WHO], day=found.day).update(interruptible=False)
    start = at(found.day, found.start)
    assert told_of(told, WHO, start, start + HOUR) == (f"Vakt som ikke kan forlates: {WHO}.",)


def test_another_talk_is_told_but_not_the_one_that_is_moved(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    words = told_of(told, GUIDE, talk.start_at, talk.end_at)
    assert any(line.startswith("Annen veiledning kl.") and GUIDE in line for line in words)
    assert not any(
        line.startswith("Annen") for line in told_of(told, GUIDE, talk.start_at, talk.end_at, talk.pk)
    )


def test_a_day_that_no_roster_tells_of_is_not_called_free(told: Told) -> None:
    start = told.now + 390 * DAY
    clashes = clashes_at([told.people[WHO]], department(), start, start + HOUR)
    assert not clashes.rostered
    assert not clashes.is_free
    assert not clashes.words


def test_the_pages_tell_while_a_time_is_typed(told: Told, agreed: Agreed) -> None:
    talk, nora = agreed(), told.trainees[WHO]
    found = clinical(told, WHO)
    typed = {"day": found.day.isoformat(), "time": "04:00", "minutes": "60"}
    page = told.client(WHO).get(f"/lis/veiledning/{nora}/sjekk/", typed).content.decode()
    assert f"Ikke på jobb da: {WHO}, {GUIDE}." in page
    assert told.client(WHO).get(f"/lis/veiledning/{nora}/sjekk/", {"day": "x"}).content.decode().strip() == ""
    moved = told.client(GUIDE).get(f"/veiledning/{talk.pk}/sjekk/", typed).content.decode()
    assert f"Ikke på jobb da: {WHO}, {GUIDE}." in moved
    group = {**typed, "leader": str(told.people[HEAD]), "trainees": [str(nora), "x", "999999"]}
    called = told.client(HEAD).get("/leder/veiledning/gruppe/sjekk/", group).content.decode()
    assert f"Ikke på jobb da: {WHO}, {HEAD}." in called
    assert GUIDE not in called


def found_times(told: Told, leader: str = HEAD, minutes: int = 90) -> list[GroupTime] | None:
    return group_times(
        department_id=department(),
        trainee_ids=[told.trainees[name] for name in MEMBERS],
        leader_id=told.people[leader],
        minutes=minutes,
        now=told.now,
    )


def test_a_group_gets_times_at_which_the_leader_and_most_can_come(told: Told) -> None:
    times = found_times(told)
    assert times
    for one in times:
        end = one.start + 1.5 * HOUR
        assert told_of(told, HEAD, one.start, end) == ()
        missing = {name for name in MEMBERS if told_of(told, name, one.start, end)}
        assert missing == set(one.absent)
        assert len(missing) <= 2
    assert all(b.start - a.start >= 14 * DAY for a, b in itertools.pairwise(times))


def test_a_group_whose_leader_is_never_there_gets_none(told: Told) -> None:
    Duty.objects.filter(person_id=told.people[HEAD]).delete()
    assert found_times(told) == []


def test_without_a_roster_nothing_is_said_of_times(told: Told) -> None:
    RosterImport.objects.update(state="undone", undone_at=told.now)
    assert found_times(told) is None


def test_the_head_finds_times_and_calls_the_group_with_one_more_tap(told: Told) -> None:
    client, path = told.client(HEAD), "/leder/veiledning/gruppe/"
    chosen = {
        "leader": str(told.people[HEAD]),
        "trainees": [str(told.trainees[name]) for name in MEMBERS],
        "minutes": "90",
        "subject": "Å si fra når noe går galt",
    }
    page = client.post(path, {**chosen, "finn": "1"}).content.decode()
    first = found_times(told)
    assert first
    local = timezone.localtime(first[0].start)
    assert f'name="tid" value="{local:%Y-%m-%dT%H:%M}"' in page
    assert client.post(path, {**chosen, "tid": f"{local:%Y-%m-%dT%H:%M}"}).status_code == 302
    talk = Talk.objects.get(kind="group")
    assert (talk.start_at, talk.state, talk.participants.count()) == (first[0].start, "agreed", len(MEMBERS))
    assert talk.end_at - talk.start_at == 1.5 * HOUR


def test_finding_needs_people_but_no_day_and_an_odd_choice_is_explained(told: Told) -> None:
    client, path = told.client(HEAD), "/leder/veiledning/gruppe/"
    page = client.post(path, {"finn": "1", "minutes": "90"})
    assert page.status_code == 422
    assert "Velg legene som er med." in page.content.decode()
    assert client.post(path, {"tid": "i morgen T kanskje"}).status_code == 422
    assert Trainee.objects.exists()

"""Placing in the duty roster: the year's talks find times, agreements stand, and a changed roster moves few."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from django.apps import apps
from django.utils import timezone

from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.guidance.queries import quotas_of, unkept_of
from borealis.guidance.queries.problem import material_for
from borealis.rosters.queries import presence
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, HOUR, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]
MANY = "Aslak Isbre"  # with most of the year ahead


def everyone() -> list[Trainee]:
    return list(Trainee.objects.select_related("person", "programme__department"))


def one(told: Told, who: str = WHO) -> Trainee:
    return Trainee.objects.select_related("person", "programme__department").get(pk=told.trainees[who])


def at_work(person: int, talk: Talk) -> bool:
    """Whether a talk lies in time at work that may be interrupted, asked of the rosters anew."""
    start, end = timezone.localtime(talk.start_at), timezone.localtime(talk.end_at)
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    return any(
        window.interruptible and not window.protected and window.start <= first and last <= window.end
        for window in presence([person], start.date(), start.date())
    )


def both_at(told: Told, hour: int) -> dt.datetime:
    """The first time to come at which the two are at work from an hour to the next."""
    days: list[set[dt.date]] = []
    for name in (WHO, GUIDE):
        windows = presence([told.people[name]], told.today + 3 * DAY, told.today + 60 * DAY)
        free = (w for w in windows if w.interruptible and not w.protected)
        days.append({w.day for w in free if w.start <= hour * 60 and w.end >= (hour + 1) * 60})
    return timezone.make_aware(dt.datetime.combine(min(days[0] & days[1]), dt.time(hour)))


def test_the_years_talks_find_times_at_which_both_can(told: Told) -> None:
    placed = actions.place_talks(by=None, trainees=everyone(), now=told.now)
    assert placed.optimal
    assert len(placed.proposed) > 20
    for talk in Talk.objects.prefetch_related("participants__trainee"):
        (place,) = talk.participants.all()
        assert at_work(talk.leader_id, talk)
        assert at_work(place.trainee.person_id, talk)
        assert talk.state == "proposed"
    by_person: dict[int, list[Talk]] = {}
    for talk in Talk.objects.order_by("start_at"):
        by_person.setdefault(talk.leader_id, []).append(talk)
    for talks in by_person.values():
        assert all(talk.end_at <= later.start_at for talk, later in itertools.pairwise(talks))


def test_two_talks_of_one_are_never_in_the_same_fortnight(told: Told) -> None:
    actions.place_talks(by=None, trainees=everyone(), now=told.now)
    for trainee in everyone():
        talks = Talk.objects.filter(participants__trainee=trainee).order_by("start_at")
        days = [timezone.localdate(talk.start_at) for talk in talks]
        assert all(later - day >= 14 * DAY for day, later in itertools.pairwise(days))


def test_asking_again_proposes_nothing_twice(told: Told) -> None:
    first = actions.place_talks(by=None, trainees=everyone(), now=told.now)
    again = actions.place_talks(by=None, trainees=everyone(), now=told.now)
    assert first.proposed
    assert (again.proposed, again.moved) == ((), ())


def test_what_is_agreed_stays_and_counts(told: Told, agreed: Agreed) -> None:
    moment = both_at(told, 13)
    talk = actions.propose_talk(
        by=told.people[WHO],
        trainee_id=told.trainees[WHO],
        start_at=moment,
        end_at=moment + HOUR,
        now=told.now,
    )
    actions.accept_talk(by=told.people[GUIDE], talk_id=talk.pk, version=1, now=told.now)
    assert unkept_of(one(told), told.now) == []
    actions.place_talks(by=told.people[WHO], trainees=[one(told)], now=told.now)
    talk.refresh_from_db()
    assert (talk.state, talk.start_at) == ("agreed", moment)


def test_whoever_asks_has_accepted_and_the_other_accepts(told: Told) -> None:
    placed = actions.place_talks(by=told.people[GUIDE], trainees=[one(told)], now=told.now)
    talk = placed.proposed[0]
    assert talk.leader_accepted_at is not None
    actions.accept_talk(by=told.people[WHO], talk_id=talk.pk, version=talk.version, now=told.now)
    assert Talk.objects.get(pk=talk.pk).state == "agreed"


def test_a_duty_that_comes_in_the_way_moves_that_talk_and_no_other(told: Told) -> None:
    actions.place_talks(by=None, trainees=everyone(), now=told.now)
    Talk.objects.update(state="agreed")
    before = dict(Talk.objects.values_list("pk", "start_at"))
    hit = Talk.objects.filter(participants__trainee=told.trainees[MANY]).order_by("start_at")[0]
    day = timezone.localdate(hit.start_at)
    duties = apps.get_model("rosters.Duty").objects.filter(person_id=told.people[MANY], day=day)
    assert duties.update(interruptible=False)
    assert unkept_of(one(told, MANY), told.now) == [hit.start_at]
    page = told.client(MANY).get(f"/lis/veiledning/{told.trainees[MANY]}/").content.decode()
    assert "lar seg ikke holde" in page
    placed = actions.place_talks(by=None, trainees=everyone(), now=told.now)
    assert [talk.pk for talk in placed.moved] == [hit.pk]
    after = dict(Talk.objects.values_list("pk", "start_at"))
    assert {pk for pk in before if before[pk] != after[pk]} == {hit.pk}
    hit.refresh_from_db()
    assert hit.state == "proposed"
    assert unkept_of(one(told, MANY), told.now) == []


def test_without_a_roster_it_says_so(told: Told) -> None:
    apps.get_model("rosters.RosterImport").objects.update(state="undone", undone_at=told.now)
    assert material_for(everyone(), told.now) is None
    answer = told.client("Randi Snøugle").post("/leder/veiledning/plasser/")
    assert "Ingen tjenesteplan er hentet" in answer.content.decode()


def test_a_year_with_no_possible_time_says_why(told: Told) -> None:
    duties = apps.get_model("rosters.Duty").objects
    duties.filter(person_id=told.people[GUIDE]).update(interruptible=False)
    placed = actions.place_talks(by=None, trainees=[one(told)], now=told.now)
    assert placed.proposed == ()
    ((trainee, reason),) = placed.missing
    assert (trainee.person.name, reason.code) == (WHO, "guide_never_free")
    text = told.client(GUIDE).post(f"/lis/veiledning/{told.trainees[WHO]}/finn/").content.decode()
    assert "Veilederen har ingen vakt igjen" in text


def test_the_pages_place_and_show(told: Told) -> None:
    text = told.client("Randi Snøugle").post("/leder/veiledning/plasser/").content.decode()
    assert "tider er foreslått" in text
    quota = quotas_of([one(told)], told.now)[told.trainees[WHO]][0]
    assert quota.count.proposed > 0
    assert "Godta tiden" in told.client(WHO).get(f"/lis/veiledning/{told.trainees[WHO]}/").content.decode()


def test_a_guide_is_not_placed_where_another_doctor_has_the_time(told: Told) -> None:
    """one doctor asks alone: what the guide has agreed on with others is taken."""
    for trainee in everyone():
        actions.place_talks(by=None, trainees=[trainee], now=told.now)
    by_guide: dict[int, list[Talk]] = {}
    for talk in Talk.objects.order_by("start_at"):
        by_guide.setdefault(talk.leader_id, []).append(talk)
    assert max(map(len, by_guide.values())) > 10
    for talks in by_guide.values():
        assert all(talk.end_at <= later.start_at for talk, later in itertools.pairwise(talks))


def test_who_leads_and_who_guides_see_what_the_roster_no_longer_lets_be(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    start = both_at(told, 10)
    Talk.objects.filter(pk=talk.pk).update(start_at=start, end_at=start + HOUR)
    places = (("Randi Snøugle", "/leder/veiledning/"), (GUIDE, "/veileder/veiledning/"))
    for name, path in places:
        assert "Lar seg ikke holde" not in told.client(name).get(path).content.decode()
    duty = apps.get_model("rosters", "Duty").objects
    duty.filter(person_id=told.people[GUIDE], day=timezone.localdate(start)).delete()
    for name, path in places:
        assert "Lar seg ikke holde" in told.client(name).get(path).content.decode()
    told.client("Randi Snøugle").post("/leder/veiledning/plasser/")
    for name, path in places:
        assert "Lar seg ikke holde" not in told.client(name).get(path).content.decode()

"""The private feed: what it holds, who gets it, when it ends, and that other programs accept it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.test import Client

from borealis.audit.models import Event
from borealis.calendars.actions import choose_calendar, make_feed
from borealis.calendars.models import Feed
from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.people.actions import deactivate_person, reactivate_person
from borealis.people.models import Person
from borealis.rosters.models import Duty, RosterImport
from borealis.rosters.rules.clock import OSLO, moment
from tests.calendars.conftest import DAY, GUIDE, HOUR, WHO
from tests.calendars.reading import events, read
from tests.conftest import Told

pytestmark = pytest.mark.django_db
Propose = Callable[..., Talk]


def fetched(word: str, **headers: str) -> object:
    return Client().get(f"/kalender/{word}/borealis.ics", headers=headers)


@pytest.fixture
def word(told: Told) -> str:
    return make_feed(by=told.people[WHO], now=told.now)


def duty(told: Told, day: dt.date, start: int | None, end: int | None, meaning: str, who: str = WHO) -> Duty:
    from borealis.rosters.rules.clock import span

    department = apps.get_model("organisations.Organisation").objects.get(code="unn-pet")
    begins, ends = span(day, start, end)
    source, _made = RosterImport.objects.get_or_create(
        department=department, file_name="test.csv", defaults={"made_at": told.now, "digest": "0" * 64}
    )
    return Duty.objects.create(
        department=department,
        person_id=told.people[who],
        who="1",
        day=day,
        start_at=begins,
        end_at=ends,
        code="X",
        meaning=meaning,
        interruptible=False,
        supervises=False,
        source=source,
    )


def test_a_talk_keeps_its_identity_and_its_number_rises(told: Told, proposed: Propose, word: str) -> None:
    def entry() -> tuple[str, int, str, object]:
        found = [
            e for e in events(read(fetched(word).content)) if e.summary.value.startswith("Veiledning med")
        ]
        assert len(found) == 1
        return found[0].uid.value, int(found[0].sequence.value), found[0].status.value, found[0].dtstart.value

    choose_calendar(by=told.people[WHO], contents="talks", invitations=True, now=told.now)
    talk = proposed()
    uid, *rest = entry()
    assert rest == [0, "TENTATIVE", talk.start_at]
    actions.accept_talk(by=told.people[GUIDE], talk_id=talk.pk, version=1, now=told.now)
    assert entry()[:3] == (uid, 1, "CONFIRMED")
    start = talk.start_at + DAY
    actions.move_talk(
        by=told.people[WHO], talk_id=talk.pk, version=1, start_at=start, end_at=start + HOUR, now=told.now
    )
    assert entry() == (uid, 2, "TENTATIVE", start)
    actions.lose_talk(by=told.people[WHO], talk_id=talk.pk, lost_to="duty", now=told.now)
    assert entry()[:3] == (uid, 3, "CANCELLED")


def test_every_entry_says_what_calendars_need(told: Told, proposed: Propose, word: str) -> None:
    proposed()
    answer = fetched(word)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    entries = events(read(answer.content))
    assert entries
    assert len({e.uid.value for e in entries}) == len(entries)
    for one in entries:
        assert {"uid", "dtstamp", "sequence", "last-modified", "dtstart", "dtend"} <= set(one.contents)


def test_the_same_calendar_is_not_sent_twice(told: Told, proposed: Propose, word: str) -> None:
    proposed()
    first = fetched(word)
    again = fetched(word, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Talk.objects.update(end_at=Talk.objects.get().end_at + HOUR)
    changed = fetched(word, if_none_match=first.headers["ETag"])
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_the_contents_are_as_chosen(told: Told, proposed: Propose, word: str) -> None:
    Duty.objects.all().delete()
    proposed()
    day = told.today + 5 * DAY
    duty(told, day, 8 * 60, 10 * 60, "teaching")
    duty(told, day, 10 * 60, 15 * 60, "on_site")
    duty(told, day + DAY, None, None, "sick_leave")
    duty(told, day, 8 * 60, 10 * 60, "study", who=GUIDE)
    found = {}
    for contents in ("talks", "protected", "duties"):
        choose_calendar(by=told.people[WHO], contents=contents, invitations=True, now=told.now)
        found[contents] = sorted(e.summary.value for e in events(read(fetched(word).content)))
    talk = f"Veiledning med {GUIDE}"
    assert found["talks"] == [talk]
    assert found["protected"] == ["Undervisning", talk]
    assert found["duties"] == ["Arbeid på avdelingen", "Borte", "Undervisning", talk]


@pytest.mark.parametrize("day", [dt.date(2027, 3, 27), dt.date(2027, 3, 28), dt.date(2026, 10, 25)])
def test_hours_are_right_when_the_clock_is_moved(told: Told, word: str, day: dt.date) -> None:
    Duty.objects.all().delete()
    row = duty(told, day, 20 * 60, 8 * 60, "night")
    duty(told, day, None, None, "holiday")
    choose_calendar(by=told.people[WHO], contents="duties", invitations=True, now=told.now)
    entries = {e.summary.value: e for e in events(read(fetched(word).content))}
    night, away = entries["Nattevakt på avdelingen"], entries["Borte"]
    assert (night.dtstart.value, night.dtend.value) == (row.start_at, row.end_at)
    assert night.dtstart.value.astimezone(OSLO).hour == 20
    assert night.dtend.value.astimezone(OSLO).hour == 8
    assert (away.dtstart.value, away.dtend.value) == (day, day + DAY)
    assert row.start_at == moment(day, 20 * 60)


def test_a_subject_and_what_is_said_are_in_no_feed_and_no_mail(
    told: Told, proposed: Propose, word: str, go_out: Callable[[], int]
) -> None:
    from django.core import mail

    canary = "KANARIFUGLEN"
    talk = actions.accept_talk(by=told.people[GUIDE], talk_id=proposed().pk, version=1, now=told.now)
    actions.prepare_talk(by=told.people[WHO], talk_id=talk.pk, texts={"balance": canary}, now=told.now)
    told.client(WHO).post(f"/veiledning/{talk.pk}/skriv/", {"version": talk.version, "min-support": canary})
    told.client(GUIDE).post(f"/veiledning/{talk.pk}/punkt/", {"topic": "skills", "text": canary})
    start = told.now + 9 * DAY
    department = apps.get_model("organisations.Organisation").objects.get(code="unn-pet")
    actions.call_group(
        by=told.people[GUIDE],
        department_id=department.pk,
        trainee_ids=[told.trainees[WHO], told.trainees["Jonas Polarrev"]],
        subject=canary,
        start_at=start,
        end_at=start + HOUR,
        now=told.now,
    )
    go_out()
    assert len(mail.outbox) >= 3
    feed = fetched(word).content.decode()
    assert "Gruppeveiledning med" in re.sub(r"\r\n ", "", feed)
    for text in (
        feed,
        *(one.message().as_string() for one in mail.outbox),
        *(one.body for one in mail.outbox),
    ):
        assert canary not in re.sub(r"\r?\n ", "", text)
        assert word not in text
    for one in mail.outbox:
        assert all(
            canary not in str(part[0]) + str(part[1]) for part in (*one.alternatives, *one.attachments)
        )


def test_an_address_shows_its_own_persons_calendar_and_no_others(told: Told, proposed: Propose) -> None:
    proposed()
    other = make_feed(by=told.people["Jonas Polarrev"], now=told.now)
    assert GUIDE not in fetched(other).content.decode()
    assert not [e for e in events(read(fetched(other).content)) if "Veiledning" in e.summary.value]


def test_unknown_ended_and_closed_are_answered_alike(told: Told, word: str) -> None:
    head = told.people["Randi Snøugle"]
    renewed = make_feed(by=told.people[WHO], now=told.now)
    told.client(WHO).post("/meg/kalender/avslutt/")
    closed = make_feed(by=told.people[GUIDE], now=told.now)
    deactivate_person(by=head, person_id=told.people[GUIDE], now=told.now)
    reactivate_person(by=head, person_id=told.people[GUIDE], now=told.now)
    hidden = re.compile(
        rb'nonce="[^"]*"|[A-Z0-9]{4}-[A-Z0-9]{4}|csrfmiddlewaretoken" value="[^"]*"|\d\d\.\d\d(?=,)'
    )
    answers = [fetched(one) for one in ("ukjent" * 7, word, renewed, closed)]
    assert [one.status_code for one in answers] == [404] * 4
    texts = {
        hidden.sub(b"", one.content).replace(key.encode(), b"")
        for one, key in zip(answers, ("ukjent" * 7, word, renewed, closed), strict=True)
    }
    assert len(texts) == 1


def test_an_account_that_is_closed_without_the_action_is_closed_here_too(told: Told, word: str) -> None:
    Person.objects.filter(name=WHO).update(is_active=False)
    assert fetched(word).status_code == 404


def test_who_no_longer_works_here_leads_no_talk_in_the_calendar(told: Told, proposed: Propose) -> None:
    proposed()
    word = make_feed(by=told.people[GUIDE], now=told.now)
    assert WHO in re.sub(r"\r\n ", "", fetched(word).content.decode())
    posts = apps.get_model("people.Post").objects.filter(person_id=told.people[GUIDE])
    posts.update(from_day=told.today - 900 * DAY, to_day=told.today - DAY)
    assert posts.exists()
    assert WHO not in re.sub(r"\r\n ", "", fetched(word).content.decode())


def test_guessing_is_braked(told: Told, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from borealis.shell import limits

    monkeypatch.setattr(limits, "_count", lambda key, seconds: 601)
    answer = fetched("gjettet")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_address_is_shown_once_and_stored_as_a_digest(told: Told, settings: LazySettings) -> None:
    client = told.client(WHO)
    page = client.post("/meg/kalender/adresse/").content.decode()
    word = re.search(rf"{settings.SITE_ADDRESS}/kalender/([\w-]+)/borealis.ics", page)[1]
    assert word not in client.get("/meg/kalender/").content.decode()
    assert not Feed.objects.filter(digest__contains=word).exists()
    assert "Ikke hentet ennå" in client.get("/meg/kalender/").content.decode()
    assert fetched(word).status_code == 200
    assert "Sist hentet" in client.get("/meg/kalender/").content.decode()
    acts = Event.objects.filter(about=told.people[WHO]).values_list("act", flat=True)
    assert "make_calendar_address" in acts
    assert not Event.objects.filter(detail__icontains=word).exists()


def test_choices_are_kept_and_recorded(told: Told) -> None:
    client = told.client(WHO)
    assert client.post("/meg/kalender/", {"contents": "alt"}).status_code == 422
    assert client.post("/meg/kalender/", {"contents": "duties"}).status_code == 302
    row = apps.get_model("calendars.Preference").objects.get(person_id=told.people[WHO])
    assert (row.contents, row.invitations) == ("duties", False)
    make_feed(by=told.people[WHO], now=told.now)
    client.post("/meg/kalender/avslutt/")
    acts = set(Event.objects.filter(about=told.people[WHO]).values_list("act", flat=True))
    assert {"choose_calendar", "end_calendar_address"} <= acts

"""Mail of talks: accepted by another calendar library, in order, once, and without contents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from borealis.calendars.actions import announce, choose_calendar
from borealis.calendars.models import Announced, Revision
from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.people.models import Person
from tests.calendars.conftest import DAY, GUIDE, HOUR, WHO
from tests.calendars.reading import events, sent_to, with_calendar
from tests.conftest import Told

pytestmark = pytest.mark.django_db
GoOut = Callable[[], int]
Propose = Callable[..., Talk]


def address(name: str) -> str:
    return Person.objects.get(name=name).email


def accept(told: Told, talk: Talk, who: str = GUIDE) -> Talk:
    return actions.accept_talk(by=told.people[who], talk_id=talk.pk, version=talk.version, now=told.now)


def test_a_talk_is_invited_to_updated_and_cancelled_as_one_event(
    told: Told, proposed: Propose, go_out: GoOut
) -> None:
    talk = proposed()
    go_out()
    accept(told, talk)
    go_out()
    start = talk.start_at + DAY
    talk = actions.move_talk(
        by=told.people[GUIDE], talk_id=talk.pk, version=1, start_at=start, end_at=start + HOUR, now=told.now
    )
    go_out()
    accept(told, talk, WHO)
    go_out()
    actions.lose_talk(by=told.people[WHO], talk_id=talk.pk, lost_to="illness", now=told.now)
    go_out()
    for name in (WHO, GUIDE):
        got = with_calendar(address(name))
        entries = [events(calendar)[0] for _method, calendar in got]
        assert [method for method, _calendar in got] == ["REQUEST"] * 4 + ["CANCEL"]
        assert [calendar.method.value for _method, calendar in got] == ["REQUEST"] * 4 + ["CANCEL"]
        assert len({entry.uid.value for entry in entries}) == 1
        assert [int(entry.sequence.value) for entry in entries] == [0, 1, 2, 3, 4]
        states = [entry.status.value for entry in entries]
        assert states == ["TENTATIVE", "CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED"]
        assert [entry.dtstart.value for entry in entries[2:4]] == [start] * 2


def test_who_has_accepted_stands_in_the_invitation(told: Told, proposed: Propose, go_out: GoOut) -> None:
    proposed()
    go_out()
    entry = events(with_calendar(address(GUIDE))[0][1])[0]
    said = {one.value.removeprefix("mailto:"): one.params for one in entry.contents["attendee"]}
    assert said[address(WHO)]["PARTSTAT"] == ["ACCEPTED"]
    assert said[address(GUIDE)]["PARTSTAT"] == ["NEEDS-ACTION"]
    assert entry.organizer.value.removeprefix("mailto:") not in said
    assert entry.summary.value == f"Veiledning med {WHO}"


def test_the_mail_holds_text_calendar_and_file(told: Told, proposed: Propose, go_out: GoOut) -> None:
    proposed()
    go_out()
    message = sent_to(address(GUIDE))[0]
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    assert [part.get_filename() for part in message.iter_attachments()] == ["invite.ics"]


def test_announcing_again_sends_nothing(told: Told, proposed: Propose, go_out: GoOut) -> None:
    talk = proposed()
    assert go_out() == 2
    sent = len(mail.outbox)
    assert sent == 2
    Revision.objects.update(waits=True)  # as after a process that ended midway
    assert go_out() == 0
    talk.save()  # stored without a change that a calendar shows
    assert go_out() == 0
    assert len(mail.outbox) == sent
    assert not Revision.objects.filter(waits=True).exists()


def test_a_year_of_proposals_is_one_letter_each_and_each_is_invited_to_when_agreed(
    told: Told, proposed: Propose, go_out: GoOut
) -> None:
    talks = [proposed(days) for days in (7, 28, 49, 70)]
    go_out()
    for name in (WHO, GUIDE):
        letters = sent_to(address(name))
        assert len(letters) == 1
        assert "4 veiledninger" in letters[0]["subject"]
        assert letters[0].get_content_type() == "text/plain"
    accept(told, talks[1])
    go_out()
    got = with_calendar(address(WHO))
    assert [method for method, _calendar in got] == ["REQUEST"]
    assert events(got[0][1])[0].status.value == "CONFIRMED"
    actions.lose_talk(by=told.people[WHO], talk_id=talks[2].pk, lost_to="other", now=told.now)
    go_out()
    last = sent_to(address(WHO))[-1]
    assert last.get_content_type() == "text/plain"  # no calendar ever took it in
    assert "falt bort" in last["subject"]


def test_the_years_placing_by_the_planner_is_one_mail_for_each(told: Told, go_out: GoOut) -> None:
    from borealis.trainees.models import Trainee

    rows = Trainee.objects.filter(pk=told.trainees[WHO]).select_related("person", "programme__department")
    placed = actions.place_talks(by=told.people[GUIDE], trainees=rows, now=told.now)
    assert len(placed.proposed) > 1
    go_out()
    assert sorted(one.to[0] for one in mail.outbox) == sorted([address(WHO), address(GUIDE)])


def test_who_wants_no_mail_gets_none_and_is_up_to_date_afterwards(
    told: Told, proposed: Propose, go_out: GoOut
) -> None:
    def choose(invitations: bool) -> None:
        choose_calendar(by=told.people[WHO], contents="talks", invitations=invitations, now=told.now)

    choose(False)
    talk = proposed()
    go_out()
    assert not sent_to(address(WHO))
    assert len(sent_to(address(GUIDE))) == 1
    choose(True)
    assert go_out() == 0
    accept(told, talk)
    go_out()
    assert [method for method, _calendar in with_calendar(address(WHO))] == ["REQUEST"]


def test_who_is_no_longer_in_a_talk_is_told_alone_that_it_is_gone(
    told: Told, proposed: Propose, go_out: GoOut
) -> None:
    talk = accept(told, proposed())
    go_out()
    Talk.objects.filter(pk=talk.pk).update(leader_id=told.people["Henrik Jerv"])
    Talk.objects.get(pk=talk.pk).save()
    go_out()
    method, calendar = with_calendar(address(GUIDE))[-1]
    entry = events(calendar)[0]
    assert method == "CANCEL"
    assert "status" not in entry.contents
    assert [one.value for one in entry.contents["attendee"]] == [f"mailto:{address(GUIDE)}"]
    assert with_calendar(address("Henrik Jerv"))[-1][0] == "REQUEST"
    assert int(entry.sequence.value) == 1


def test_a_talk_that_is_over_is_told_to_nobody(told: Told, proposed: Propose) -> None:
    talk = proposed()
    assert announce(now=talk.end_at) == 0
    assert not Announced.objects.exists()


def test_a_closed_account_gets_no_mail(told: Told, proposed: Propose, go_out: GoOut) -> None:
    Person.objects.filter(name=GUIDE).update(is_active=False)
    proposed()
    go_out()
    assert not sent_to(address(GUIDE))


def test_a_stored_talk_is_told_of_when_its_transaction_is_done(
    told: Told, proposed: Propose, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        proposed()
    assert {one.to[0] for one in mail.outbox} == {address(WHO), address(GUIDE)}


def test_the_words_are_in_the_readers_language(told: Told, proposed: Propose, go_out: GoOut) -> None:
    Person.objects.filter(name=GUIDE).update(language="en")
    proposed()
    go_out()
    message = sent_to(address(GUIDE))[0]
    assert message["subject"].strip().startswith("Proposed: Guidance with")
    assert timezone.get_default_timezone_name() == "Europe/Oslo"

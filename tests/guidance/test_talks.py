"""What is said in a talk: prepared, written, carried on, finalised, and handed over when the guide changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from borealis.audit.models import Event
from borealis.guidance import actions, permissions
from borealis.guidance.models import Note, Point, Talk
from borealis.guidance.queries.opening import opened, points_in
from borealis.people.actions import ChangedMeanwhile
from borealis.people.directory import person_with_key, posts
from borealis.people.queries import Viewer, viewer_of
from borealis.trainees.actions import appoint_guide
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, HOUR, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]
NEW_GUIDE = "Henrik Jerv"


def viewer(told: Told, name: str, on: dt.date | None = None) -> Viewer:
    return viewer_of(person_with_key(told.people[name]), on or told.today)


def minutes(told: Told, talk: Talk, text: str, by: str = GUIDE, topic: str = "progress") -> Talk:
    return actions.write_minutes(
        by=told.people[by], talk_id=talk.pk, version=talk.version, texts={topic: text}, now=told.now
    )


def finalise(told: Told, talk: Talk) -> Talk:
    talk.refresh_from_db()
    return actions.finalise_talk(
        by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=talk.end_at
    )


def texts(talk: Talk) -> dict[tuple[str, str], str]:
    return {(note.kind, note.topic): note.text for note in opened(talk)}


def test_each_prepares_and_both_read(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    actions.prepare_talk(by=told.people[WHO], talk_id=talk.pk, texts={"skills": "Mitt\r\n "}, now=told.now)
    actions.prepare_talk(by=told.people[GUIDE], talk_id=talk.pk, texts={"skills": "Ditt"}, now=told.now)
    assert sorted((note.author, note.text) for note in opened(talk)) == [(WHO, "Mitt"), (GUIDE, "Ditt")]
    actions.prepare_talk(by=told.people[WHO], talk_id=talk.pk, texts={"skills": ""}, now=told.now)
    assert [note.author for note in opened(talk)] == [GUIDE]


def test_minutes_are_shared_and_the_second_writer_loses_nothing(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    minutes(told, talk, "Først")
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        minutes(told, talk, "Sist", by=WHO)
    assert meanwhile.value.stands == {"progress": "Først", "version": 2}
    talk.refresh_from_db()
    minutes(told, talk, "Begge", by=WHO)
    assert texts(talk) == {("minutes", "progress"): "Begge"}


def test_what_is_written_again_unchanged_is_no_event(told: Told, agreed: Agreed) -> None:
    talk = minutes(told, agreed(), "Likt")
    before = Event.objects.count()
    assert minutes(told, talk, "Likt").version == talk.version
    assert Event.objects.count() == before


def test_a_text_that_is_too_long_stores_nothing(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    with pytest.raises(ValidationError) as refused:
        actions.write_minutes(
            by=told.people[GUIDE],
            talk_id=talk.pk,
            version=talk.version,
            texts={"progress": "kort", "skills": "x" * 4001},
            now=told.now,
        )
    assert list(refused.value.message_dict) == ["skills"]
    assert not Note.objects.exists()


def test_points_go_on_from_talk_to_talk_until_they_are_closed(told: Told, agreed: Agreed) -> None:
    first = agreed(days=-20)
    for text in ("Fredagene", "Terapiposten"):
        actions.add_point(
            by=told.people[GUIDE], talk_id=first.pk, topic="study_time", text=text, now=told.now
        )
    finalise(told, first)
    second = agreed(days=-10)
    one, other = points_in(second)
    assert (one.text, one.here, one.closed) == ("Fredagene", False, False)
    actions.close_point(by=told.people[WHO], talk_id=second.pk, point_id=one.pk, now=told.now)
    with pytest.raises(ValidationError, match="alt lukket"):
        actions.close_point(by=told.people[WHO], talk_id=second.pk, point_id=one.pk, now=told.now)
    assert [point.closed for point in points_in(second)] == [True, False]
    finalise(told, second)
    assert [point.text for point in points_in(agreed(days=3))] == [other.text] == ["Terapiposten"]
    assert Talk.objects.get(pk=second.pk).touched == ["study_time"]


@pytest.mark.parametrize("text", ["", "  ", "x" * 301])
def test_a_point_says_what_is_to_be_followed_up(told: Told, agreed: Agreed, text: str) -> None:
    with pytest.raises(ValidationError, match="følges opp"):
        actions.add_point(by=told.people[GUIDE], talk_id=agreed().pk, topic="skills", text=text, now=told.now)


def test_the_guide_alone_finalises_and_not_before_it_began(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    with pytest.raises(ValidationError, match="ikke begynt"):
        actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=told.now)
    with pytest.raises(ValidationError, match="Bare veilederen"):
        actions.finalise_talk(by=told.people[WHO], talk_id=talk.pk, version=talk.version, now=talk.end_at)
    written = minutes(told, talk, "Noe")
    with pytest.raises(ValidationError, match="endret siden"):
        actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=talk.end_at)
    done = finalise(told, written)
    assert (done.state, done.touched) == ("finalised", ["progress"])
    for write in (
        lambda: minutes(told, done, "Mer"),
        lambda: actions.add_point(by=told.people[GUIDE], talk_id=done.pk, topic="x", text="y", now=told.now),
        lambda: actions.lose_talk(by=told.people[GUIDE], talk_id=done.pk, lost_to="duty", now=told.now),
    ):
        with pytest.raises(ValidationError):
            write()
    assert texts(done) == {("minutes", "progress"): "Noe"}


def test_nobody_else_writes(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    head = told.people["Randi Snøugle"]
    for write in (
        lambda: actions.prepare_talk(by=head, talk_id=talk.pk, texts={"x": "y"}, now=told.now),
        lambda: actions.add_point(by=head, talk_id=talk.pk, topic="x", text="y", now=told.now),
        lambda: actions.accept_talk(by=head, talk_id=talk.pk, version=talk.version, now=told.now),
        lambda: actions.lose_talk(by=head, talk_id=talk.pk, lost_to="duty", now=told.now),
        lambda: actions.hand_over_talk(by=head, talk_id=talk.pk, now=told.now),
    ):
        with pytest.raises(ValidationError, match="Bare de som er med"):
            write()
    assert not Note.objects.exists()
    assert not Point.objects.exists()


def change_guide(told: Told) -> None:
    appoint_guide(
        by=told.people["Randi Snøugle"],
        trainee_id=told.trainees[WHO],
        guide_id=told.people[NEW_GUIDE],
        from_day=told.today,
        now=told.now,
    )


def test_the_new_guide_reads_what_both_handed_over_and_nothing_else(told: Told, agreed: Agreed) -> None:
    shared, kept = agreed(days=-30), agreed(days=-20)
    for talk in (shared, kept):
        actions.add_point(
            by=told.people[GUIDE], talk_id=talk.pk, topic="skills", text=f"Punkt {talk.pk}", now=told.now
        )
        finalise(told, talk)
    change_guide(told)
    new = viewer(told, NEW_GUIDE)
    assert not permissions.talks_of(new).filter(pk__in=[shared.pk, kept.pk]).exists()
    actions.hand_over_talk(by=told.people[WHO], talk_id=shared.pk, now=told.now)
    assert not permissions.talks_of(new).filter(pk=shared.pk).exists()
    actions.hand_over_talk(by=told.people[GUIDE], talk_id=shared.pk, now=told.now)
    assert list(permissions.talks_of(new).filter(pk__in=[shared.pk, kept.pk])) == [shared]
    with pytest.raises(Http404):
        permissions.check_may_read(new, kept.pk)
    with pytest.raises(Exception, match="write_talk"):
        permissions.check_may_write(new, shared.pk)
    next_one = agreed(days=5, guide=NEW_GUIDE)
    assert [point.text for point in points_in(next_one)] == [f"Punkt {shared.pk}"]


def test_the_guide_before_reads_the_own_talks_while_employed(told: Told, agreed: Agreed) -> None:
    talk = finalise(told, agreed(days=-20))
    change_guide(told)
    later = agreed(days=5, guide=NEW_GUIDE)
    assert list(permissions.talks_of(viewer(told, GUIDE))) == [talk]
    posts().filter(person_id=told.people[GUIDE]).update(to_day=told.today - DAY)
    assert list(permissions.talks_of(viewer(told, GUIDE))) == []
    assert set(permissions.talks_of(viewer(told, WHO))) == {talk, later}


def test_only_what_is_finalised_between_two_is_handed_over(told: Told, agreed: Agreed) -> None:
    with pytest.raises(ValidationError, match="ferdigstilt samtale mellom to"):
        actions.hand_over_talk(by=told.people[WHO], talk_id=agreed().pk, now=told.now)


def test_reading_is_recorded_without_what_was_read(told: Told, agreed: Agreed) -> None:
    talk = minutes(told, agreed(), "Kjenner ingen andre")
    client = told.client(WHO)
    assert "Kjenner ingen andre" not in client.get("/").content.decode()
    before = Event.objects.filter(act="read_talk").count()
    assert client.get(f"/veiledning/{talk.pk}/").status_code == 200
    event = Event.objects.filter(act="read_talk").latest("pk")
    assert Event.objects.filter(act="read_talk").count() == before + 1
    assert (event.by_id, event.about_id) == (told.people[WHO], told.people[WHO])
    assert "Kjenner" not in f"{event.detail}"


def test_times_are_shown_as_the_clock_shows_them(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    page = told.client(WHO).get(f"/veiledning/{talk.pk}/").content.decode()
    assert f"{timezone.localtime(talk.start_at):%H.%M}" in page
    assert talk.end_at - talk.start_at == HOUR

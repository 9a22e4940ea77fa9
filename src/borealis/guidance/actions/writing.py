"""Writing before, in and after a talk. Texts are sealed on their way in; no event holds any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.guidance.actions.held import about, check_in, held_talk, record
from borealis.guidance.models import Note, Point, Talk
from borealis.guidance.queries.opening import carried, opened, place_of
from borealis.guidance.sealing import key_from
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, refuse

LONGEST_NOTE, LONGEST_POINT = 4000, 300
MINUTES, PREPARATION = "minutes", "preparation"


def _check_open(talk: Talk) -> None:
    if talk.state in ("finalised", "lost"):
        raise refuse("state", _("Samtalen er avsluttet. Det som står, blir stående."))


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by topic, with line ends as one; raises ValidationError at the topic."""
    refusals, found = Refusals(), {}
    for topic, text in texts.items():
        found[topic] = text.replace("\r\n", "\n").strip()
        if len(found[topic]) > LONGEST_NOTE:
            words = _("Teksten er for lang. Forkort den til høyst %(limit)d tegn.")
            refusals.add(topic, words % {"limit": LONGEST_NOTE})
    refusals.stop()
    return found


@transaction.atomic
def prepare_talk(*, by: int, talk_id: int, texts: Mapping[str, str], now: dt.datetime) -> int:
    """What one of them wants to talk about, by topic; the others read it at once. Gives how many changed."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    _check_open(talk)
    changed = _store(talk, PREPARATION, _checked(texts), by, now)
    if changed:
        record(by, "prepare_talk", talk, now, topics=changed)
    return len(changed)


@transaction.atomic
def write_minutes(*, by: int, talk_id: int, version: int, texts: Mapping[str, str], now: dt.datetime) -> Talk:
    """The shared minutes, by topic. Raises ChangedMeanwhile, with what stands, when another wrote first."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    _check_open(talk)
    wanted = _checked(texts)
    if talk.version != version:
        stands = {note.topic: note.text for note in opened(talk) if note.kind == MINUTES}
        raise ChangedMeanwhile(
            {**{topic: stands.get(topic, "") for topic in wanted}, "version": talk.version}
        )
    changed = _store(talk, MINUTES, wanted, by, now)
    if changed:
        talk.version += 1
        talk.save(update_fields=["version"])
        record(by, "write_minutes", talk, now, topics=changed)
    return talk


def _store(talk: Talk, kind: str, texts: Mapping[str, str], by: int, now: dt.datetime) -> list[str]:
    """Seal what differs from what stands; an emptied text is taken away. Gives the topics that changed."""
    own = talk.notes.filter(kind=kind) if kind == MINUTES else talk.notes.filter(kind=kind, author_id=by)
    rows, key, changed = {note.topic: note for note in own}, key_from(talk.sealed_key), []
    for topic, text in texts.items():
        row = rows.get(topic)
        if text == (key.open(row.sealed, place_of(talk, kind, topic)) if row else ""):
            continue
        changed.append(topic)
        if row and not text:
            row.delete()
            continue
        row = row or Note(talk=talk, kind=kind, topic=topic)
        row.author_id, row.written_at, row.about_id = by, now, about(talk, by)
        row.sealed = key.seal(text, place_of(talk, kind, topic))
        row.save()
    return changed


@transaction.atomic
def add_point(*, by: int, talk_id: int, topic: str, text: str, now: dt.datetime) -> Point:
    """Something to follow up until the next talk, and on until it is closed."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    _check_open(talk)
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_POINT:
        raise refuse(
            "point", _("Skriv hva som skal følges opp, med høyst %(limit)d tegn.") % {"limit": LONGEST_POINT}
        )
    sealed = key_from(talk.sealed_key).seal(text, place_of(talk, "point", topic))
    row = Point.objects.create(
        talk=talk, topic=topic, sealed=sealed, author_id=by, made_at=now, about_id=about(talk, by)
    )
    record(by, "add_point", talk, now, topic=topic)
    return row


@transaction.atomic
def close_point(*, by: int, talk_id: int, point_id: int, now: dt.datetime) -> Point:
    """A point is followed up, as this talk found."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    _check_open(talk)
    row = next((point for point in carried(talk) if point.pk == point_id), None)
    if row is None:
        raise refuse("point", _("Punktet er alt lukket, eller finnes ikke lenger."))
    row.closed_in, row.closed_at = talk, now
    row.save(update_fields=["closed_in", "closed_at"])
    record(by, "close_point", talk, now, topic=row.topic)
    return row


def record_reading(*, by: int, talk: Talk, now: dt.datetime) -> None:
    """That somebody opened a talk: those who were in it see it in their log."""
    record(by, "read_talk", talk, now)

"""Each way in which the record can be broken is told at its event and in its own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.db import connection

from borealis.audit import keys, outside
from borealis.audit.actions import erase_text, record_event
from borealis.audit.models import Event, EventText, RecordEdge
from borealis.audit.queries import (
    Broken,
    KnownHead,
    NoSuchEvent,
    Verdict,
    first_broken_event,
    newest_head,
    receipt_of,
    verification,
    verify,
)
from borealis.audit.queries import heads as heads_queries
from borealis.audit.rules import EMPTY_ROOT, Frontier, Head, shown_time, signed_bytes
from tests.audit.lifting import lifted

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def write(count: int = 1, **more: Any) -> None:
    for step in range(count):
        record_event(by=None, act="choose_language", subject=f"people.Person:{step}", now=NOW, **more)


def edge_after(size: int) -> None:
    """The stored edge is that of the first events alone."""
    grown = Frontier()
    for leaf in Event.objects.filter(number__lte=size).order_by("number").values_list("leaf", flat=True):
        grown.add(bytes.fromhex(leaf))
    peaks = " ".join(peak.hex() for peak in grown.peaks)
    RecordEdge.objects.update(size=size, peaks=peaks, root=grown.root().hex())


def bring_back(number: int) -> None:
    EventText.objects.create(event_id=number, salt="ab" * 16, text={"why": "Fordi"})


def event(number: int, **changes: object) -> Callable[[], object]:
    return lambda: Event.objects.filter(pk=number).update(**changes)


def text(**changes: object) -> Callable[[], object]:
    return lambda: EventText.objects.filter(pk=2).update(**changes)


def edge(**changes: object) -> Callable[[], object]:
    return lambda: RecordEdge.objects.update(**changes)


F16 = "f" * 16


# Four events are recorded. The second has a personal text; that of the third was erased by the fourth.
@pytest.mark.parametrize(
    ("change", "number", "words"),
    [
        (event(3, subject="people.Person:33"), 3, "what it says was changed: it does not match its own hash"),
        (event(3, leaf="f" * 64), 3, "what it says was changed: it does not match its own hash"),
        (event(3, root="f" * 64), 3, "it does not fit into the tree of the events before it"),
        (event(3, key=F16), 3, f"its head names the key {F16}, which is not the key of this record"),
        (event(3, signature="f" * 128), 3, "the signature of its head is not by the key of this record"),
        (lambda: Event.objects.filter(pk=1).delete(), 1, "it is missing: event 2 stands in its place"),
        (
            lambda: Event.objects.filter(pk=4).delete(),
            4,
            "it is missing: the edge of the tree says that there are 4",
        ),
        (lambda: edge_after(3), 4, "it was put in: the edge of the tree says that there are 3"),
        (
            edge(peaks="f" * 64),
            4,
            "the stored edge of the tree does not match the events up to here",
        ),
        (edge(root="f" * 64), 4, "the stored edge of the tree does not match the events up to here"),
        (edge(size=3), 3, "the stored edge of the tree does not match the events up to here"),
        (
            text(text={"why": "Noe annet"}),
            2,
            "its personal text was changed: it does not match its commitment",
        ),
        (text(text=["why"]), 2, "its personal text was changed: it does not match its commitment"),
        (text(salt="cd" * 16), 2, "its personal text was changed: it does not match its commitment"),
        (
            lambda: EventText.objects.all().delete(),
            2,
            "its personal text is gone, and no event says that it was erased",
        ),
        (lambda: bring_back(1), 1, "it has a personal text that was not there when it was recorded"),
        (lambda: bring_back(3), 3, "its personal text was changed: it does not match its commitment"),
    ],
)
def test_what_was_done_to_the_record_is_told_where_and_in_words(
    change: Callable[[], object], number: int, words: str
) -> None:
    write()
    write(2, private={"why": "Fordi"})
    erase_text(by=None, event_number=3, now=NOW, why_code="asked")
    assert verify(outside_too=False) == Verdict(4, None)
    assert verify(outside_too=False).holds
    with lifted():
        change()
    verdict = verify(outside_too=False)
    assert verdict.broken == Broken(number, words)
    assert not verdict.holds
    assert first_broken_event() == number


def test_of_two_faults_the_one_where_reading_stopped_yields_to_an_earlier_signature() -> None:
    write(4)
    with lifted():
        event(4, subject="people.Person:44")()
        assert first_broken_event() == 4
        event(2, signature="f" * 128)()
    assert verify(outside_too=False) == Verdict(
        3, Broken(2, "the signature of its head is not by the key of this record")
    )


def test_of_texts_that_were_erased_and_are_back_the_first_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    write(3, private={"why": "Fordi"})
    kept = list(EventText.objects.order_by("pk").values_list("salt", "text"))
    for number in (3, 1, 2):
        erase_text(by=None, event_number=number, now=NOW, why_code="asked")
    assert verify(outside_too=False).holds
    for batch in (2000, 1):  # the numbers are asked for in batches
        monkeypatch.setattr(verification, "BATCH", batch)
        for number, erasing in ((3, 4), (2, 6)):
            salt, words = kept[number - 1]
            EventText.objects.get_or_create(event_id=number, defaults={"salt": salt, "text": words})
            assert verify(outside_too=False).broken == Broken(
                number, f"its personal text was erased by event {erasing}, and is there again"
            )
        EventText.objects.all().delete()


def test_no_other_act_passes_for_an_erasure() -> None:
    write(1, private={"why": "Fordi"})
    write(1, detail={"event": 1})
    EventText.objects.all().delete()
    assert first_broken_event() == 1


def test_a_text_beside_no_event_is_named() -> None:
    write()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
    for number in (9, 7):
        bring_back(number)
    assert verify(outside_too=False).broken == Broken(7, "there is a personal text, but no such event")
    EventText.objects.all().delete()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stores no such time")
def test_reading_stops_at_a_time_that_is_none() -> None:
    write(3)
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET at = '2026-13-45 00:00:00' WHERE number = 2")
        broken = verify(outside_too=False).broken
        cursor.execute("UPDATE audit_event SET at = '2026-11-22 00:00:00' WHERE number = 2")
    assert broken is not None
    assert broken.words.startswith("a value cannot be read, here or shortly after: ")


# Receipts and heads


def test_there_is_a_receipt_for_each_event_of_the_newest_head_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(NoSuchEvent, match="1"):
        receipt_of(1)
    write(2)
    older = newest_head()
    write(1)
    assert [receipt_of(number).event["number"] for number in (1, 2, 3)] == [1, 2, 3]
    assert receipt_of(3).event["subject"] == "people.Person:0"
    with pytest.raises(NoSuchEvent, match="4"):
        receipt_of(4)
    with lifted():
        Event.objects.filter(pk=1).update(number=0)
        with pytest.raises(NoSuchEvent, match="0"):
            receipt_of(0)
        Event.objects.filter(pk=0).update(number=1)
    monkeypatch.setattr(heads_queries, "newest_head", lambda: older)  # another event came meanwhile
    assert receipt_of(2).head == older
    with pytest.raises(NoSuchEvent, match="3"):
        receipt_of(3)


# What is known from elsewhere


@pytest.fixture
def home(transactional_db: None, tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """A home of its own with four events, committed."""
    settings.HOME = tmp_path
    write(4)
    yield tmp_path
    keys._read.cache_clear()


def signed(size: int, root: str) -> KnownHead:
    key, time = keys.record_key(), shown_time(NOW)
    return KnownHead(
        Head(size, root, time, key.id, key.sign(signed_bytes(size, root, time, key.id))), "A letter"
    )


OTHER = (
    "A letter holds a head of another record: events up to here were written anew, or a backup was restored "
    "and added to"
)


def test_heads_from_elsewhere_must_be_of_this_record(home: Path) -> None:
    three = Frontier()
    for leaf in Event.objects.filter(number__lte=3).order_by("number").values_list("leaf", flat=True):
        three.add(bytes.fromhex(leaf))
    good = [signed(3, three.root().hex()), signed(0, EMPTY_ROOT.hex())]
    assert verify(heads=good) == Verdict(4, None)
    for bad in (signed(3, "a" * 64), signed(0, "a" * 64)):
        assert verify(heads=[*good, bad]).broken == Broken(bad.head.size, OTHER)
    beyond = signed(9, "a" * 64)
    broken = verify(heads=[beyond]).broken
    assert broken == Broken(
        5,
        "it is missing: A letter knows of 9 events. The end of the record was cut off, or an older backup was "
        "restored. If it was restored on purpose, run borealis audit adopt --why restored",
    )
    forged = KnownHead(Head(9, "a" * 64, beyond.head.time, beyond.head.key, "0" * 128), "A letter")
    by_another = keys.RecordKey(Ed25519PrivateKey.generate())
    named = KnownHead(
        Head(3, three.root().hex(), beyond.head.time, by_another.id, by_another.sign(b"x")), "A letter"
    )
    for bad in (forged, named):
        assert verify(heads=[bad]).broken == Broken(
            bad.head.size, "A letter holds a head that is not signed by the key of this record"
        )


def lost(path: Path) -> str:
    return (
        f"the file of heads {path} is lost, so that nothing shows whether the end of the record was cut off. "
        "Put it back from a backup; if it is gone for good, run borealis audit adopt --why lost"
    )


@pytest.mark.parametrize("left", ["events", "edge", "both"])
def test_heads_and_key_are_expected_while_anything_of_the_record_is_left(home: Path, left: str) -> None:
    outside.heads_path().unlink()
    with lifted():
        if left == "events":
            RecordEdge.objects.all().delete()
        if left == "edge":
            Event.objects.all().delete()
    assert verify().broken == Broken(0, lost(home / outside.NAME))
    (home / keys.NAME).rename(home / "elsewhere")
    keys._read.cache_clear()
    broken = verify(outside_too=False).broken
    assert broken is not None
    assert (broken.number, "cannot be read from" in broken.words) == (0, True)


def test_where_nothing_was_ever_recorded_no_heads_and_no_key_are_missed(
    transactional_db: None, tmp_path: Path, settings: LazySettings
) -> None:
    settings.HOME = tmp_path
    assert verify() == Verdict(0, None)
    assert first_broken_event() is None
    RecordEdge.objects.create(pk=1, size=0, peaks="", root="f" * 64)
    assert verify().broken == Broken(0, "the edge of the empty tree is not what it should be")


def test_a_head_out_of_order_or_unreadable_is_told_with_its_line(home: Path) -> None:
    path = outside.heads_path()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[1], *lines[3:]]))
    assert verify().broken == Broken(1, "record-heads.jsonl, line 4 is out of order")
    path.write_bytes(b"".join([*lines[:3], b"\xff\n"]))
    assert verify().broken == Broken(0, "record-heads.jsonl, line 4 is no head: it is not JSON")
    outside.keep(signed(5, "a" * 64).head)
    assert path.read_bytes().count(b"\n") == 5, "a line that is none holds no head back"
    path.write_bytes(b"".join([*lines, b"\xff\n"]))
    assert outside.last_head() == newest_head()

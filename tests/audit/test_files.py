"""The key and the heads as files, what is stored of an event, and the process beside that checks signatures."""

from __future__ import annotations

import datetime as dt
import fcntl
import io
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from borealis.audit import keys, outside, registry, signatures
from borealis.audit.actions import adopt_record, erase_text, record_event
from borealis.audit.context import Acting, acting, acting_as
from borealis.audit.models import Event, EventText, RecordEdge
from borealis.audit.queries import newest_head, read_heads, verify
from borealis.audit.rules import EMPTY_ROOT, Head, commitment, key_id
from borealis.audit.signatures import SignatureCheck
from tests.audit.lifting import lifted

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """A home that is not made yet."""
    settings.HOME = tmp_path / "srv" / "borealis"
    yield settings.HOME
    keys._read.cache_clear()


def write(**more: Any) -> int:
    told = {"by": None, "act": "add_person", "subject": "people.Person:1", "now": NOW}
    return record_event(**{**told, **more})


def head(size: int) -> Head:
    return Head(size, f"{size:064x}", "2026-11-22T12:00:00.123456+00:00", "b" * 16, "c" * 128)


# The key


def test_the_key_is_whole_on_disk_before_it_gets_its_name(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool, int]] = []

    def fsync(handle: int) -> None:
        file = os.fstat(handle)
        seen.append((file.st_size > 100, keys.key_path().exists(), stat.S_IMODE(file.st_mode)))

    monkeypatch.setattr("os.fsync", fsync)
    made = keys.make_key_once()
    assert seen == [(True, False, 0o600)]
    assert [path.name for path in home.iterdir()] == ["record-key"]
    assert keys.make_key_once().raw == made.raw
    assert len(seen) == 1


def test_the_key_lies_where_the_place_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys.key_path() == home / "record-key"
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("BOREALIS_RECORD_KEY", "~/kept/key")
    assert keys.key_path() == Path("/home/somebody/kept/key")


def test_a_key_that_cannot_be_read_is_told_with_what_to_do(home: Path) -> None:
    with pytest.raises(keys.RecordKeyMissing) as missing:
        keys.record_key()
    assert str(missing.value) == (
        f"The key of the record cannot be read from {home / 'record-key'} (FileNotFoundError). Put it back from "
        "a backup, or say where it is with BOREALIS_RECORD_KEY. Nothing can be recorded without it."
    )


def test_both_halves_of_a_key_know_its_signatures_and_share_its_name() -> None:
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    for own in (key, keys.key_from(True, key.raw_private), keys.key_from(False, key.raw)):
        assert own.holds(key.sign(b"m"), b"m") is True
        assert own.id == key_id(key.raw)
        for signature in (key.sign(b"n"), "", "no hexadecimal", key.sign(b"m")[:-2]):
            assert own.holds(signature, b"m") is False
    assert len(key.id) == 16
    assert isinstance(keys.key_from(True, key.raw_private), keys.RecordKey)
    assert not isinstance(keys.key_from(False, key.raw), keys.RecordKey)
    with pytest.raises(ValueError, match="32"):
        keys.PublicKey(b"short")


# The file of heads


def test_heads_are_begun_once_for_the_owner_alone(home: Path) -> None:
    outside.begin(head(0))
    outside.begin(head(5))
    path = outside.heads_path()
    assert path == home / "record-heads.jsonl"
    assert path.read_text() == head(0).line() + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("length", [1, 2, 40])
def test_only_a_newer_head_is_added_to_a_file_of_any_length(home: Path, length: int) -> None:
    outside.begin(head(0))
    for size in range(1, length):
        outside.keep(head(size))
    whole = "".join(head(size).line() + "\n" for size in range(length))
    path = outside.heads_path()
    assert path.read_text() == whole
    for size in range(length):
        outside.keep(head(size))
    assert path.read_text() == whole
    assert outside.last_head() == head(length - 1)
    for torn in (head(length).line()[:100].encode(), b"\0" * 600):  # the machine stopped while it was writing
        path.write_bytes(whole.encode() + torn)
        assert outside.last_head() == head(length - 1)
        outside.keep(head(length + 5))
        assert path.read_text() == whole + head(length + 5).line() + "\n"


def test_a_line_that_is_no_head_holds_none_back(home: Path) -> None:
    outside.begin(head(0))
    path = outside.heads_path()
    with path.open("ab") as file:
        file.write(b"\xff\n")
    assert outside.last_head() == head(0)
    outside.keep(head(0))
    assert path.read_bytes().splitlines() == [head(0).line().encode(), b"\xff", head(0).line().encode()]
    path.write_bytes(b"")
    assert outside.last_head() is None
    outside.keep(head(3))
    assert outside.last_head() == head(3)


def test_a_head_waits_for_who_is_writing(home: Path) -> None:
    outside.begin(head(0))
    with outside.heads_path().open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        waiting = threading.Thread(target=outside.keep, args=(head(1),))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        assert outside.heads_path().read_text().count("\n") == 1
        fcntl.flock(other, fcntl.LOCK_UN)
        waiting.join(10)
    assert outside.last_head() == head(1)


def test_lost_heads_are_told_and_nothing_is_put_aside(home: Path) -> None:
    for lost in (lambda: outside.keep(head(1)), outside.last_head):
        with pytest.raises(outside.HeadsLost, match=f"^The file of heads {home / outside.NAME} is gone.$"):
            lost()
    outside.put_aside("then")
    outside.begin(head(0))
    outside.put_aside("then")
    assert [path.name for path in home.iterdir()] == ["record-heads-then.jsonl"]


# What is stored


@pytest.mark.django_db
def test_an_event_is_stored_as_it_was_told() -> None:
    with acting_as(role="head", way="web"):
        number = write(version="v" * 80, detail={"a": 1}, private={"why": "Fordi", "how": "Slik"})
    event = Event.objects.get(pk=number)
    assert (event.by_id, event.about_id, event.place_id) == (None, None, None)
    assert (event.role, event.way, event.act, event.subject) == (
        "head",
        "web",
        "add_person",
        "people.Person:1",
    )
    assert (event.version, event.detail, event.at) == ("v" * 80, {"a": 1}, NOW)
    text = EventText.objects.get(pk=number)
    assert text.text == {"why": "Fordi", "how": "Slik"}
    assert len(bytes.fromhex(text.salt)) == 16
    assert event.commitment == commitment(text.salt, text.text)
    bare = Event.objects.get(pk=write())
    assert (bare.version, bare.detail, bare.commitment, bare.role, bare.way) == ("", {}, "", "", "")
    assert not EventText.objects.filter(pk=bare.pk).exists()
    assert acting() == Acting()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (float(2**53 - 1), True),
        (-float(2**53 - 1), True),
        (float(2**53), False),
        (-float(2**53), False),
        ([[1.5, {"deep": 2.0**60}]], False),
        ("\\u0000", True),
        ("\\\\u0000", True),
        ("\0", False),
        ("\\\0", False),
    ],
)
def test_a_detail_is_kept_when_both_engines_give_it_back(value: object, kept: bool) -> None:
    if kept:
        assert Event.objects.get(pk=write(detail={"x": value})).detail == {"x": value}
        assert verify(outside_too=False).holds
    else:
        with pytest.raises(TypeError), transaction.atomic():
            write(detail={"x": value})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"detail": {"x": 2.0**53}}, "A number beyond 2^53 - 1 cannot be recorded; write it as text."),
        ({"version": "\0"}, "The character 0 cannot be stored in the record."),
        ({"private": {"why": "\0"}}, "The character 0 cannot be stored in the record."),
        ({"private": {"why": 5}}, "Personal text of an event is text by name."),
        ({"private": {5: "why"}}, "Personal text of an event is text by name."),
        ({"version": "v" * 81}, "version is longer than the 80 characters that the record has room for."),
        ({"act": "fly"}, "No room says the act 'fly': add it to the room's acts.py."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(more: dict[str, Any], words: str) -> None:
    with pytest.raises((TypeError, ValueError, registry.UnsaidAct)) as refused, transaction.atomic():
        write(**more)
    assert str(refused.value) == words


@pytest.mark.django_db
def test_a_number_that_is_taken_is_refused_and_never_written_over() -> None:
    write()
    row = Event.objects.get()
    row.number = 2
    row.save(force_insert=True)
    with lifted(), pytest.raises(IntegrityError), transaction.atomic():
        write(version="new")
    assert Event.objects.get(pk=2).version == ""


@pytest.mark.django_db(transaction=True)
def test_an_act_stands_whatever_befalls_the_file_of_heads(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write()
    for error in (outside.HeadsLost("It is gone."), OSError("The disk is full.")):
        monkeypatch.setattr(outside, "keep", lambda head, error=error: (_ for _ in ()).throw(error))
        number = write()
        words = f"The head of event {number} is not kept outside the database: {error}"
        assert caplog.records[-1].getMessage() == words
    monkeypatch.setattr(outside, "keep", lambda head: 1 / 0)
    assert write() == 4
    assert Event.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_first_event_begins_heads_key_and_edge_and_no_other_does(home: Path) -> None:
    RecordEdge.objects.create(pk=1, size=0, peaks="", root=EMPTY_ROOT.hex())
    write()
    first, second = (known.head for known in read_heads(outside.heads_path()))
    key = keys.record_key()
    assert (first.size, first.root, first.time) == (0, EMPTY_ROOT.hex(), "2026-11-22T12:00:00.123456+00:00")
    assert key.holds(first.signature, first.signed)
    assert second == newest_head()
    assert verify().holds
    outside.heads_path().unlink()
    write()
    assert not outside.heads_path().exists()
    edge = RecordEdge.objects.get()
    assert (edge.size, edge.root) == (2, Event.objects.get(pk=2).root)


@pytest.mark.django_db
def test_an_erasure_is_an_event_about_the_same_person() -> None:
    from borealis.people.models import Person

    who = Person.objects.create(name="Kari Prøve", email="kari@eksempel.example").pk
    number = write(about=who, private={"why": "Fordi"})
    for reason in ("asked", "retention", "mistake"):
        erasing = erase_text(by=who, event_number=number, now=NOW, why_code=reason)
        event = Event.objects.get(pk=erasing)
        assert (event.act, event.by_id, event.about_id) == ("erase_text", who, who)
        assert (event.subject, event.detail) == (f"audit.Event:{number}", {"event": number, "why": reason})
        number = write(about=who, private={"why": "Fordi"})
    with pytest.raises(ValueError, match="'x' is none of asked, retention, mistake"):
        erase_text(by=who, event_number=number, now=NOW, why_code="x")


@pytest.mark.django_db(transaction=True)
def test_an_adoption_is_an_event_and_the_old_heads_are_put_aside_by_time(home: Path) -> None:
    write()
    last = newest_head()
    assert last is not None
    oslo = NOW.astimezone(dt.timezone(dt.timedelta(hours=1)))
    event = Event.objects.get(pk=adopt_record(by=None, now=oslo, why_code="restored"))
    assert (event.act, event.subject) == ("adopt_record", "audit.RecordEdge:1")
    assert event.detail == {"why": "restored", "size": 1, "root": last.root}
    aside = home / "record-heads-20261122T120000123456.jsonl"
    assert len(aside.read_text().splitlines()) == 2
    assert [known.head for known in read_heads(outside.heads_path())] == [newest_head()]
    with pytest.raises(ValueError, match="'x' is none of restored, lost"):
        adopt_record(by=None, now=NOW, why_code="x")


def test_who_acts_is_known_inside_and_forgotten_outside_also_after_a_failure() -> None:
    seen = []

    def fail() -> None:
        with acting_as(way="command"):
            seen.append(acting())
            raise RuntimeError

    with acting_as(role="head", place_id=7, way="web"):
        with pytest.raises(RuntimeError):
            fail()
        seen.append(acting())
    assert [*seen, acting()] == [Acting("", None, "command"), Acting("head", 7, "web"), Acting()]
    assert Acting() == Acting("", None, "")


# The process beside


def test_what_waits_is_bounded_and_the_process_beside_finds_the_same_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[dict[str, Any]] = []
    popen = subprocess.Popen

    def noted(*arguments: Any, **more: Any) -> Any:
        begun.append(more["env"])
        return popen(*arguments, **more)

    monkeypatch.setattr(subprocess, "Popen", noted)
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    good, check, waiting = key.sign(b"m"), SignatureCheck(key, 150), set()
    for number in range(1, 700):
        check.add(number, good, b"m")
        waiting.add(len(check._waiting))
    assert check.finish() is None
    assert max(waiting) == 149, "few are checked here, and then a bundle at a time is handed on"
    assert [env["PYTHONPATH"].split(os.pathsep) for env in begun] == [[path for path in sys.path if path]]
    check = SignatureCheck(key, 150)
    for number in range(1, 150):
        check.add(number, good, b"m")
    assert check.finish() is None
    assert len(begun) == 1


@pytest.mark.parametrize("kind", ["private", "public"])
@pytest.mark.parametrize("bad", [None, 7])
def test_the_process_beside_takes_either_half_of_a_key(
    kind: str, bad: int | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    raw = key.raw_private if kind == "private" else key.raw
    lines = [f"{number} {key.sign(b'x' if number == bad else b'm')} {b'm'.hex()}" for number in (6, 7, 8)]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([f"{kind} {raw.hex()}", *lines, ""])))
    signatures.main()
    assert capsys.readouterr().out == f"{'' if bad is None else bad}\n"


@pytest.mark.parametrize("odd", ["no signature", "1 2", "", "00\n7 00", "é" * 128, 5, None])
def test_what_is_no_signature_at_all_is_handed_on_as_one_that_does_not_hold(
    odd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "_takes_more", lambda beside: True)
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    good, check = key.sign(b"m"), SignatureCheck(keys.PublicKey(key.raw), 2)
    for number in range(1, 203):
        check.add(number, odd if number == 150 else good, b"m")
    assert check.finish() == 150

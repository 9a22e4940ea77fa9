"""The record refuses what it cannot keep, keeps its heads elsewhere, and tells plainly of what is lost."""

from __future__ import annotations

import datetime as dt
import io
import stat
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from borealis.audit import keys, outside, signatures, triggers
from borealis.audit.actions import (
    LENGTHS,
    NothingToErase,
    adopt_record,
    erase_text,
    record_event,
)
from borealis.audit.context import acting_as
from borealis.audit.models import Event, EventText, RecordEdge
from borealis.audit.queries import HeadsRefused, KnownHead, newest_head, read_heads, verify
from borealis.audit.rules import EMPTY_ROOT, Head, shown_time, signed_bytes
from borealis.audit.signatures import SignatureCheck, first_bad
from tests.audit.lifting import lifted

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)


def write(count: int = 1, **more: Any) -> int:
    number = 0
    for step in range(count):
        number = record_event(
            by=None, act="choose_language", subject=f"people.Person:{step}", now=NOW, **more
        )
    return number


def words() -> str:
    broken = verify().broken
    return broken.words if broken else ""


@pytest.fixture
def home(transactional_db: None, tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """A home of its own, so that key and heads begin with the test."""
    settings.HOME = tmp_path
    yield tmp_path
    keys._read.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"detail": {"day": dt.date(2026, 1, 1)}}, TypeError),
        ({"detail": {"big": 2**53}}, TypeError),
        ({"detail": {"big": [{"deep": 1e300}]}}, TypeError),
        ({"detail": {"nul": "a\0b"}}, TypeError),
        ({"detail": {"half": "\ud800"}}, TypeError),
        ({"version": "\0"}, TypeError),
        ({"version": "v" * 81}, ValueError),
        ({"private": {"why": 5}}, TypeError),
        ({"private": {"why": "a\0b"}}, TypeError),
        ({"about": "1"}, TypeError),
    ],
)
def test_what_would_not_come_back_as_it_was_is_refused(more: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error), transaction.atomic():
        write(**more)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="time zone"):
        record_event(by=None, act="add_person", subject="people.Person:1", now=NOW.replace(tzinfo=None))


@pytest.mark.django_db
def test_odd_but_lawful_values_come_back_and_verify() -> None:
    with acting_as(role="head", way="command"):
        write(
            detail={"a": [1.5, -0.0, 1e-7, 2**53 - 1, None, True, "\\u0000", "😂דּ"], "é": {"": {}}},
            version="v\u0001\n",
            private={"why": "æ \\u0000 \t"},
        )
    event = Event.objects.get()
    assert (event.role, event.way, event.detail["a"][6]) == ("head", "command", "\\u0000")
    assert verify(outside_too=False).holds


def test_lengths_are_those_of_the_columns() -> None:
    assert {name: Event._meta.get_field(name).max_length for name in LENGTHS} == LENGTHS  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET act = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_eventtext SET salt = 'x'",
        "UPDATE audit_recordedge SET size = size",
        "UPDATE audit_recordedge SET size = 0, peaks = ''",
        "DELETE FROM audit_recordedge",
        "REPLACE INTO audit_event SELECT * FROM audit_event",
        "REPLACE INTO audit_eventtext SELECT * FROM audit_eventtext",
        "TRUNCATE audit_event CASCADE",
        "TRUNCATE audit_eventtext",
        "TRUNCATE audit_recordedge",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(statement: str) -> None:
    write(private={"why": "Fordi"})
    if statement.split()[0] == ("REPLACE" if connection.vendor == "postgresql" else "TRUNCATE"):
        pytest.skip("the other engine's statement")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(IntegrityError, match=triggers.WORDS),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify(outside_too=False).holds


@pytest.mark.django_db
def test_every_trigger_stands_after_the_migrations() -> None:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall() if name.startswith("audit_")}
    made = [
        line.split()[2]
        for line in triggers.statements(connection.vendor)
        if line.startswith("CREATE TRIGGER")
    ]
    assert standing == set(made)


@pytest.mark.django_db
def test_an_erased_text_is_gone_for_good_and_the_record_still_holds() -> None:
    number = write(private={"why": "Navnet på en pasient"})
    erasing = erase_text(by=None, event_number=number, now=NOW, why_code="mistake")
    assert not EventText.objects.exists()
    assert Event.objects.get(pk=erasing).detail == {"event": number, "why": "mistake"}
    assert verify(outside_too=False).holds
    for again in (number, erasing, 99):
        with pytest.raises(NothingToErase):
            erase_text(by=None, event_number=again, now=NOW, why_code="asked")
    with pytest.raises(ValueError, match="because"):
        erase_text(by=None, event_number=number, now=NOW, why_code="because")
    EventText.objects.create(event_id=number, salt="x", text={})
    assert not verify(outside_too=False).holds


@pytest.mark.django_db
def test_an_erased_text_that_is_there_again_is_found_though_it_is_the_same() -> None:
    number = write(private={"why": "Etter avtale"})
    kept = EventText.objects.get(pk=number)
    salt, text = kept.salt, kept.text
    erase_text(by=None, event_number=number, now=NOW, why_code="asked")
    EventText.objects.create(event_id=number, salt=salt, text=text)
    assert "is there again" in words()


def test_the_key_and_the_heads_are_made_by_the_first_event_for_the_owner_alone(home: Path) -> None:
    assert verify().holds
    assert newest_head() is None
    write()
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {
        keys.NAME: 0o600,
        outside.NAME: 0o600,
    }
    first, second = [known.head for known in read_heads(outside.heads_path())]
    assert (first.size, first.root) == (0, EMPTY_ROOT.hex())
    assert second == newest_head()
    assert verify().holds


def test_another_key_is_told_and_a_missing_one_lets_nothing_be_recorded(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(2)
    other = keys.RecordKey(Ed25519PrivateKey.generate())
    broken = verify(public=keys.PublicKey(other.raw)).broken
    assert broken is not None
    assert "not signed by the key" in broken.words
    broken = verify(public=other, outside_too=False).broken
    assert broken is not None
    assert "is not the key of this record" in broken.words
    (home / keys.NAME).rename(home / "moved")
    keys._read.cache_clear()
    assert "Put it back from a backup" in words()
    with pytest.raises(keys.RecordKeyMissing), transaction.atomic():
        write()
    monkeypatch.setenv("BOREALIS_RECORD_KEY", str(home / "moved"))
    write()
    assert verify().holds


@pytest.mark.parametrize("content", [b"", b"not a key", "elliptic"])
def test_a_file_that_holds_no_such_key_is_refused(home: Path, content: bytes | str) -> None:
    if isinstance(content, str):
        content = generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    (home / keys.NAME).write_bytes(content)
    with pytest.raises(keys.RecordKeyMissing):
        keys.make_key_once()


def test_the_first_key_stands_when_two_make_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keys.make_key_once()
    monkeypatch.setattr(Path, "exists", lambda path: False)
    assert keys.make_key_once().id == first.id
    assert len(list(home.iterdir())) == 1


def test_a_lost_file_of_heads_is_told_and_is_begun_anew_only_when_somebody_says_so(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(3)
    outside.heads_path().unlink()
    write()  # what is done is still recorded
    assert "The head of event 4 is not kept outside" in caplog.text
    assert "is lost" in words()
    with pytest.raises(outside.HeadsLost):
        outside.last_head()
    assert adopt_record(by=None, now=NOW, why_code="lost") == 5
    assert Event.objects.get(pk=5).detail == {"why": "lost", "size": None, "root": None}
    assert verify().holds
    write()
    assert verify().holds
    assert [known.head.size for known in read_heads(outside.heads_path())] == [5, 6]


def test_a_restored_backup_is_told_and_can_be_gone_on_from(home: Path) -> None:
    write(4)
    head = newest_head()
    assert head is not None
    with lifted():
        Event.objects.filter(number__gt=2).delete()
        RecordEdge.objects.all().delete()
        from tests.audit.test_tampering import rewind

        RecordEdge.objects.create(pk=1, size=0, peaks="", root="")
        rewind(2)
    assert "older backup was restored" in words()
    write()
    assert "another record" in words() or "older backup" in words()
    assert adopt_record(by=None, now=NOW, why_code="restored") == 4
    assert Event.objects.get(pk=4).detail == {"why": "restored", "size": 4, "root": head.root}
    assert verify().holds
    broken = verify(heads=[KnownHead(head, "the mail of May")]).broken
    assert broken is not None
    assert broken.words.startswith("the mail of May holds a head of another record")
    assert len(list(home.glob("record-heads-*.jsonl"))) == 1
    with pytest.raises(ValueError, match="bored"):
        adopt_record(by=None, now=NOW, why_code="bored")


def test_heads_sent_elsewhere_are_compared_in_any_order(home: Path, tmp_path: Path) -> None:
    write(5)
    lines = outside.heads_path().read_text().splitlines()
    mail = tmp_path / "mail.jsonl"
    mail.write_text("\n".join(reversed(lines)) + "\n" + lines[0][:-5])
    known = list(read_heads(mail))
    assert len(known) == 6
    assert verify(heads=known).holds
    later = Head(9, "a" * 64, shown_time(NOW), known[0].head.key, "")
    signed = keys.record_key().sign(later.signed)
    broken = verify(heads=[KnownHead(Head(9, later.root, later.time, later.key, signed), "A letter")]).broken
    assert broken is not None
    assert (broken.number, "A letter knows of 9 events" in broken.words) == (6, True)
    broken = verify(
        heads=[KnownHead(Head(3, later.root, later.time, later.key, "0" * 128), "A forger")]
    ).broken
    assert broken is not None
    assert broken.words == "A forger holds a head that is not signed by the key of this record"


def test_a_file_of_heads_that_was_meddled_with_is_told(home: Path) -> None:
    write(4)
    path = outside.heads_path()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:3], "junk\n"]))
    assert "line 4 is no head" in words()
    write()  # a line that cannot be read does not keep the next head out
    assert "line 4 is no head" in words()
    with pytest.raises(HeadsRefused, match="line 4"):
        list(read_heads(path))
    assert outside.last_head() == newest_head()
    path.write_text("".join([lines[0], lines[2], lines[1]]))
    assert "out of order" in words()
    path.write_text("junk\n")
    assert outside.last_head() is None
    path.write_text("".join(lines[:4]) + lines[4][:50])  # the machine stopped while writing
    assert verify().holds
    write()
    assert verify().holds
    assert path.read_text().endswith("\n")


def test_a_head_that_is_late_is_left_out(home: Path) -> None:
    write(3)
    before = outside.heads_path().read_text()
    for known in read_heads(outside.heads_path()):
        outside.keep(known.head)
    assert outside.heads_path().read_text() == before


def test_an_edge_of_an_empty_record_must_be_empty(home: Path) -> None:
    keys.make_key_once()
    time, key = shown_time(NOW), keys.record_key()
    root = EMPTY_ROOT.hex()
    outside.begin(Head(0, root, time, key.id, key.sign(signed_bytes(0, root, time, key.id))))
    RecordEdge.objects.create(pk=1, size=0, peaks="", root="f" * 64)
    assert "edge of the empty tree" in words()


def test_many_signatures_are_checked_beside_and_the_first_bad_one_is_named() -> None:
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    public = keys.PublicKey(key.raw)
    signed = [(number, key.sign(b"%d" % number), b"%d" % number) for number in range(1, 40)]
    for trusted in (key, public):
        for few in (5, 100):
            for bad in (None, 1, 17, 39):
                check = SignatureCheck(trusted, few)
                for number, signature, message in signed:
                    check.add(number, "no signature\n1 2" if number == bad else signature, message)
                assert check.finish() == bad
    assert first_bad(public, signed) is None


def test_a_process_beside_that_has_enough_to_do_is_spared() -> None:
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    good = key.sign(b"m")
    for bad in (None, 3, 4000, 11999):
        check = SignatureCheck(key, 10)
        for number in range(1, 12000):
            check.add(number, "00" * 64 if number == bad else good, b"m")
        if bad is None:
            time.sleep(1)  # the process has started by now, and takes some
            for number in range(12000, 13000):
                check.add(number, good, b"m")
        assert check.finish() == bad


@pytest.mark.parametrize(("bad", "answer"), [("00" * 64, "7\n"), ("", "\n")])
def test_the_process_beside_tells_the_first_bad_number(
    bad: str, answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    lines = (
        f"public {key.raw.hex()}\n6 {key.sign(b'6')} {b'6'.hex()}\n7 {bad or key.sign(b'7')} {b'7'.hex()}\n"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    signatures.main()
    assert capsys.readouterr().out == answer


@pytest.mark.django_db
def test_a_text_of_no_event_is_found() -> None:
    write()
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
        EventText.objects.create(event_id=9, salt="x", text={})
        broken = verify(outside_too=False).broken
        transaction.set_rollback(True)
    assert broken is not None
    assert (broken.number, broken.words) == (9, "there is a personal text, but no such event")


@pytest.mark.django_db
def test_a_time_or_text_that_cannot_be_read_is_told_at_its_place() -> None:
    write(2, private={"why": "Fordi"})
    with transaction.atomic():
        triggers.remove(connection)  # until the transaction is taken back
        EventText.objects.filter(pk=2).update(text={"why": 2**60})
        broken = verify(outside_too=False).broken
        transaction.set_rollback(True)
    assert broken is not None
    assert (broken.number, "personal text was changed" in broken.words) == (2, True)
    if connection.vendor == "sqlite":  # PostgreSQL has no such time
        with transaction.atomic(), connection.cursor() as cursor:
            triggers.remove(connection)
            cursor.execute("UPDATE audit_event SET at = '2026-13-45 00:00:00' WHERE number = 1")
            broken = verify(outside_too=False).broken
            transaction.set_rollback(True)
        assert broken is not None
        assert (broken.number, "cannot be read" in broken.words) == (1, True)


@pytest.mark.django_db
def test_the_migration_lifts_the_triggers_when_it_is_taken_back() -> None:
    migration = import_module("borealis.audit.migrations.0003_seal_the_record_as_a_signed_tree")
    write(private={"why": "Fordi"})
    editor = SimpleNamespace(connection=connection)
    migration.remove(None, editor)
    Event.objects.update(act="x")
    migration.install(None, editor)
    assert not verify(outside_too=False).holds


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_every_table_is_guarded_on_both_engines(vendor: str) -> None:
    made = "\n".join(triggers.statements(vendor))
    assert all(f"{what} ON {table} " in made for table, what, _when in triggers.REFUSALS)
    named = {line.split()[2] for line in triggers.statements(vendor) if line.startswith("CREATE TRIGGER")}
    assert {line.split()[4] for line in triggers.removals(vendor)} == named


@pytest.mark.django_db
def test_rows_of_the_record_name_themselves() -> None:
    write(private={"why": "Fordi"})
    assert str(Event.objects.get()) == "1 choose_language people.Person:0"
    assert str(EventText.objects.get()) == "1"
    assert str(RecordEdge.objects.get()).startswith("1 ")


def test_a_failing_helper_process_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("borealis.audit.signatures.sys.executable", "/bin/false")
    key = keys.RecordKey(Ed25519PrivateKey.generate())
    check = SignatureCheck(key, 1)
    check.add(1, key.sign(b"1"), b"1")
    with pytest.raises(RuntimeError, match="checks signatures"):
        check.finish()


def test_events_of_a_transaction_that_fails_leave_nothing_behind(home: Path) -> None:
    write()
    with transaction.atomic():
        write(3)
        transaction.set_rollback(True)
    assert write() == 2
    assert verify().holds
    assert len(list(read_heads(outside.heads_path()))) == 3

"""``borealis audit`` as a person at a terminal meets it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from borealis.audit import keys, outside
from borealis.audit.actions import record_event
from borealis.audit.models import Event
from borealis.config.cli.audit import audit
from tests.audit.lifting import lifted

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def home(transactional_db: None, tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    settings.HOME = tmp_path
    for step in range(5):
        record_event(by=None, act="add_person", subject=f"people.Person:{step}", now=NOW)
    yield tmp_path
    keys._read.cache_clear()


def borealis(*arguments: str) -> Result:
    return CliRunner().invoke(audit, arguments)


def test_verify_tells_that_the_record_holds_and_how_long_it_took(home: Path) -> None:
    told = borealis("verify")
    assert told.exit_code == 0
    assert told.output.startswith("The record holds: 5 events, ")


def test_verify_names_the_event_and_fails(home: Path) -> None:
    with lifted():
        Event.objects.filter(pk=3).update(subject="people.Person:33")
    told = borealis("verify")
    assert told.exit_code == 1
    assert "Event 3: what it says was changed" in told.output
    outside.heads_path().unlink()
    assert (
        "does not hold. the file of heads" in borealis("verify").output
        or "is lost" in borealis("verify").output
    )


def test_a_head_kept_elsewhere_is_compared(home: Path, tmp_path: Path) -> None:
    mail = tmp_path / "mail.jsonl"
    mail.write_text(borealis("head").output)
    public = json.loads(borealis("key").output)["public"]
    assert borealis("verify", "--heads", str(mail), "--public", public).exit_code == 0
    mail.write_text("nothing\n")
    assert "line 1 is no head" in borealis("verify", "--heads", str(mail)).output
    assert "64 hexadecimal digits" in borealis("verify", "--public", "abc").output


def test_a_receipt_proves_one_event_to_whoever_has_the_public_key(home: Path, tmp_path: Path) -> None:
    receipt, public = tmp_path / "receipt.json", json.loads(borealis("key").output)["public"]
    for number in range(1, 6):
        receipt.write_text(borealis("prove", str(number)).output, encoding="utf-8")
        told = borealis("check", str(receipt), "--public", public)
        assert told.output.startswith(f"Event {number} is in the record of 5 events")
    receipt.write_text(receipt.read_text().replace("people.Person:4", "people.Person:5"))
    told = borealis("check", str(receipt))
    assert (told.exit_code, "is not in the record" in told.output) == (1, True)
    assert "not signed by this key" in borealis("check", str(receipt), "--public", "ab" * 32).output
    assert "There is no event 6." in borealis("prove", "6").output


def test_without_a_key_the_command_says_where_it_should_be(home: Path) -> None:
    (home / keys.NAME).unlink()
    keys._read.cache_clear()
    assert str(home / keys.NAME) in borealis("key").output


def test_the_record_is_adopted_only_with_a_reason(home: Path) -> None:
    outside.heads_path().unlink()
    assert borealis("adopt").exit_code == 2
    assert "event 6" in borealis("adopt", "--why", "lost").output
    assert borealis("verify").exit_code == 0
    assert Event.objects.get(pk=6).way == "command"


@pytest.mark.django_db
def test_an_empty_record_has_no_head(transactional_db: None) -> None:
    assert "Nothing is recorded yet." in borealis("head").output
    assert "There is no event 1." in borealis("prove", "1").output

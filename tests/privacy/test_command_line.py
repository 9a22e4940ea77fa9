"""``borealis person export|erase|hold|release|retention``, as it is typed."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.utils import timezone

from borealis.config.cli import borealis, django_setup
from borealis.people.actions import add_person
from borealis.people.models import Identity, Invitation, Person

pytestmark = pytest.mark.django_db
MAIL = "tuva@eksempel.example"


@pytest.fixture
def person(db: None) -> Person:
    """Someone without a role, who can sign in at another provider."""
    added = add_person(by=None, name="Tuva Rødstilk", email=MAIL, now=timezone.now())
    Identity.objects.create(
        person=added, issuer="https://id.eksempel.example", subject="s", linked_at=timezone.now()
    )
    return added


@pytest.fixture
def run(person: Person, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command in this process, on the test's own tables."""
    monkeypatch.setattr(django_setup, "start", lambda: None)

    def run_it(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(borealis, ["person", *arguments], input=typed)

    return run_it


def acts(person: Person) -> list[tuple[str, str]]:
    rows = apps.get_model("audit.Event").objects.filter(about=person).order_by("number")
    return [(row.act, row.way) for row in rows if row.act != "add_person"]


def test_export_writes_a_file_that_only_its_owner_reads(run: Any, person: Person, tmp_path: Path) -> None:
    result = run("export", MAIL, "-o", str(tmp_path), "--why", "Ba om innsyn")
    (made,) = tmp_path.iterdir()
    assert result.exit_code == 0, result.output
    assert made.suffix == ".zip"
    assert made.stat().st_mode & 0o077 == 0
    assert "data.json" in zipfile.ZipFile(made).namelist()
    assert acts(person) == [("export_person", "command")]


def test_export_says_who_and_where_is_missing_and_leaves_no_event(
    run: Any, person: Person, tmp_path: Path
) -> None:
    missing = run("export", "ingen@eksempel.example", "-o", str(tmp_path))
    nowhere = run("export", MAIL, "-o", str(tmp_path / "a" / "b.zip"))
    assert (missing.exit_code, "Ingen har adressen" in missing.output) == (1, True)
    assert (nowhere.exit_code, "finnes ikke" in nowhere.output) == (1, True)
    assert acts(person) == []


def test_erase_shows_what_it_does_and_asks(run: Any, person: Person) -> None:
    """given a preview, when the answer is no, then nothing is done; when yes, the person is erased"""
    refused = run("erase", MAIL, "--why", "Ba om det", typed="n\n")
    assert "Andre måter å logge inn på (1): slettes" in refused.output
    assert "erstattes: Navn, E-postadresse" in refused.output
    assert refused.exit_code == 1
    assert Person.objects.get(pk=person.pk).erased_at is None
    done = run("erase", MAIL, "--why", "Ba om det", typed="y\n")
    assert (done.exit_code, "Slettet." in done.output) == (0, True)
    assert Person.objects.get(pk=person.pk).name == "Slettet person"
    assert acts(person) == [("erase_person", "command")]
    assert run("erase", MAIL, "--why", "Igjen", "--yes").exit_code == 1


def test_a_held_person_is_not_erased_until_released(run: Any, person: Person) -> None:
    assert run("hold", MAIL, "--why", "Klage").exit_code == 0
    refused = run("erase", MAIL, "--why", "Ba om det", "--yes")
    assert (refused.exit_code, "sperret mot sletting" in refused.output) == (1, True)
    assert "opphevet" in run("release", MAIL).output
    assert "ikke sperret" in run("release", MAIL).output
    assert run("erase", MAIL, "--why", "Ba om det", "--yes").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--why", "x", "--from", "2026-11-02", "--to", "2026-11-01"), "før første dag"),
        (("--why", " "), "Skriv hvorfor"),
        (("--why", "x" * 301), "Skriv hvorfor"),
        (("--why", "x", "--to", "i går"), "--to"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(
    run: Any, person: Person, typed: tuple[str, ...], words: str
) -> None:
    result = run("hold", MAIL, *typed)
    assert result.exit_code != 0
    assert words in result.output
    assert acts(person) == []


def test_retention_shows_first_and_deletes_when_told_to(run: Any, person: Person) -> None:
    assert "Ingenting er lagret for lenge." in run("retention").output
    old = timezone.now() - dt.timedelta(days=400)
    Invitation.objects.create(person=person, digest="d", made_at=old, expires_at=old)
    shown = run("retention")
    assert "Invitasjoner" in shown.output
    assert "--apply" in shown.output
    assert Invitation.objects.count() == 1
    assert "1 slettet." in run("retention", "--apply").output
    assert Invitation.objects.count() == 0

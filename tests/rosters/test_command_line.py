"""Rosters from the command line and from a folder that other systems fill."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from borealis.config.cli import borealis
from borealis.rosters.actions import confirm_people
from borealis.rosters.models import Duty, RosterImport
from tests.conftest import Told
from tests.rosters.conftest import BringIn, lines, unn_pet

pytestmark = pytest.mark.django_db
NORA = "Nora Fjellrype"


@pytest.fixture
def known(empty: Told, bring_in: BringIn) -> Told:
    """Somebody has said whom the name in the files means, and what the codes D and L mean."""
    bring_in(lines(f"{NORA};1.1.2027;D;08:00;15:30", f"{NORA};2.1.2027;L;08:00;18:00"))
    said: dict[str, int | None] = {"fjellrype nora": empty.people[NORA]}
    confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=empty.now)
    return empty


def run(*arguments: str) -> Result:
    return CliRunner().invoke(borealis, ["rosters", *arguments])


def test_a_file_is_told_and_then_applied(known: Told, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_bytes(lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    told = run("import", str(file), "--department", "unn-pet")
    assert told.exit_code == 0
    assert "1 vakter legges til, 0 tas bort" in told.output
    assert RosterImport.objects.count() == 1, "the one that was there"
    assert run("import", str(file), "--department", "unn-pet", "--apply").exit_code == 0
    assert Duty.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "department", "words"),
    [
        (lines(f"{NORA};1.3.2027;Q9;08:00;15:30"), "unn-pet", "venter i Borealis"),
        (lines(f"{NORA};1.3.2027;S;;"), "unn-pet", "venter i Borealis"),
        (b"PK\x03\x04no", "unn-pet", "ikke hel"),
        (lines(f"{NORA};1.3.2027;D;08:00;15:30"), "finnes-ikke", "Ingen avdeling"),
    ],
)
def test_what_needs_a_person_or_is_wrong_is_said(
    known: Told, tmp_path: Path, data: bytes, department: str, words: str
) -> None:
    file = tmp_path / "plan.csv"
    file.write_bytes(data)
    told = run("import", str(file), "--department", department, "--apply")
    assert told.exit_code == 1
    assert words in told.output
    assert Duty.objects.count() == 2, "those that were there"


def test_a_folder_is_emptied_into_done_waiting_and_refused(known: Told, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(lines(f"{NORA};1.3.2027;L;08:00;18:00"))
    (tmp_path / "b.csv").write_bytes(lines(f"{NORA};1.3.2027;Q9;08:00;18:00"))
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04no")
    (tmp_path / "notes.md").write_text("not a roster")
    (tmp_path / "ferdig").mkdir()
    (tmp_path / "ferdig" / "a.csv").write_text("earlier")
    done = run("watch", "--folder", str(tmp_path), "--department", "unn-pet", "--once")
    assert done.exit_code == 0, done.output
    assert "1 ferdig, 1 venter, 1 avvist" in done.output
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["avvist/c.xlsx", "ferdig/a-2.csv", "ferdig/a.csv", "notes.md", "venter/b.csv"]
    assert sorted(Duty.objects.values_list("code", flat=True)) == ["D", "L", "L"]
    assert RosterImport.objects.filter(state="waiting").count() == 1


def test_a_folder_is_looked_into_once_at_a_time(known: Told, tmp_path: Path) -> None:
    assert run("watch", "--folder", str(tmp_path), "--department", "unn-pet").exit_code == 1

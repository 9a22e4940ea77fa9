"""``borealis programme`` and ``borealis organisation`` as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from borealis.config.cli.organisation import organisation
from borealis.config.cli.programme import programme
from tests.programmes.conftest import changed, shipped_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables of the tests are there already."""
    monkeypatch.setattr("borealis.config.cli.django_setup.start", lambda **_: None)


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(programme, list(arguments), input=stdin)


def test_a_sound_file_is_said_to_be_in_order(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(shipped_text(), encoding="utf-8")

    result = run("check", str(file))

    assert (result.exit_code, result.output) == (0, f"{file}: i orden, 0 merknader.\n")


def test_a_wrong_file_is_refused_with_line_and_column() -> None:
    result = run("check", "-", stdin=changed("places: 3}", "places: -3}"))

    assert result.exit_code == 1
    assert "feil: -3 er for lite. Det minste er 0. Skriv 0 eller mer." in result.output
    assert result.output.startswith("-:")


def test_problems_come_as_json() -> None:
    result = run("check", "-", "--json", stdin="format: x")

    found = json.loads(result.output)
    assert result.exit_code == 1
    assert {"line", "column", "path", "code", "severity", "message", "how"} == set(found[0])


def test_a_file_that_is_not_there_is_told_without_a_traceback() -> None:
    result = run("check", "/finnes/ikke.yaml")

    assert result.exit_code == 1
    assert "Kan ikke lese /finnes/ikke.yaml" in result.output


def test_import_shows_first_and_applies_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(changed("places: 3}", "places: 4}"), encoding="utf-8")

    shown, applied, again = (run("import", str(file), *extra) for extra in ([], ["--apply"], ["--apply"]))

    assert "PET-tolkning: plasser fra 3 (2026-01 –) til 4 (2026-01 –)." in shown.output
    assert "Ingenting er endret." in shown.output
    assert "Versjon 2 er i bruk." in applied.output
    assert "Ingen endring" in again.output
    assert "Versjon 3 er i bruk." in run("restore", "unn-nuk", "1").output
    assert "har ingen versjon 9" in run("restore", "unn-nuk", "9").output


def test_coverage_names_every_goal_and_finds_no_gap() -> None:
    result = run("coverage", "unn-nuk", "--on", "2026-11-22")

    assert result.exit_code == 0
    assert "88 av 88 læringsmål tilbys 2026-11-22." in result.output
    assert "NUK-176  *unn-rontgen-mr-ul  [unn-pet-rontgen]" in result.output


def test_coverage_as_json_tells_gaps_and_endings(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(
        changed("2019-03-01\n    through: null", "2019-03-01\n    through: 2027-12-31"), encoding="utf-8"
    )
    run("import", str(file), "--apply")

    now = json.loads(run("coverage", "unn-nuk", "--on", "2026-11-22", "--json").output)
    later = run("coverage", "unn-nuk", "--on", "2028-01-01", "--json")

    assert now["gaps"] == []
    assert now["ending"][0]["through"] == "2027-12-31"
    assert len(now["ending"][0]["goals_lost"]) == 15
    assert later.exit_code == 1
    assert json.loads(later.output)["phases_without_arenas"] == ["rontgen-ct", "rontgen-mr-ul"]


def test_show_lists_and_tells_and_gives_the_file() -> None:
    assert "unn-nuk" in run("show").output
    assert "1. Læringsmålene du kan nå" in run("show", "unn-nuk").output
    assert "The training in nuclear medicine" in run("show", "unn-nuk", "--language", "en").output
    assert run("show", "unn-nuk", "--yaml").output == shipped_text()
    assert "finnes ikke" in run("show", "x").output


def test_organisations_are_shown_as_a_tree_and_read_from_files() -> None:
    tree = CliRunner().invoke(organisation, ["show", "unn"]).output
    wrong = CliRunner().invoke(organisation, ["import", "-"], input="format: borealis/organisations/1\n")
    right = CliRunner().invoke(
        organisation,
        ["import", "-"],
        input="format: borealis/organisations/1\norganisations: [{code: ny, kind: trust, name: {nb: Ny}}]\n",
    )

    assert "      PET-senteret (unn-pet, Tromsø)" not in tree
    assert "    PET-senteret (unn-pet, Tromsø)" in tree
    assert wrong.exit_code == 1
    assert "organisations" in wrong.output
    assert right.output == "1 lagt til, 0 endret.\n"
    assert "finnes ikke" in CliRunner().invoke(organisation, ["show", "x"]).output

"""``borealis curriculum``, as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from borealis.config.cli import borealis, django_setup
from borealis.curriculum.models import Goal, GoalSet
from tests.curriculum.conftest import LOVDATA

pytestmark = pytest.mark.django_db
NUCLEAR = str(LOVDATA / "sf-20250117-0051.xml")
COMMON = str(LOVDATA / "sf-20250124-0114.xml")
WHOLE = str(LOVDATA / "spesialistforskriften.md")


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch):
    """The command in this process, on the test's own tables, which are there already."""
    monkeypatch.setattr(django_setup, "start", lambda: None)

    def run_it(*arguments: str) -> Result:
        return CliRunner().invoke(borealis, ["curriculum", *arguments])

    return run_it


def test_show_as_json_gives_exactly_74_goals_with_source_and_days(run) -> None:
    found = json.loads(run("show", "NUK", "--json").output)
    assert len(found["goals"]) == 74
    assert (found["code"], found["in_force_from"], found["act"]) == (
        "NUK-2025-09",
        "2025-09-01",
        "FOR-2025-01-17-51",
    )
    assert found["goals"][6]["requirements"] == [
        {"kind": "knowledge", "level": 3},
        {"kind": "knowledge", "level": 1},
        {"kind": "skill", "level": 3},
    ]
    assert all(goal["replaces"] == [] for goal in found["goals"])


def test_the_shipped_curriculum_is_loaded_when_it_is_first_asked_for(run) -> None:
    assert GoalSet.objects.count() == 0
    assert run("show", "NUK").exit_code == 0
    assert GoalSet.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "count"), [("FKM", 14), ("FKM-2026-03", 14), ("LM-2019-03", 24), ("nuk", 74)]
)
def test_a_set_is_found_by_prefix_or_code(run, name: str, count: int) -> None:
    assert len(json.loads(run("show", name, "--json").output)["goals"]) == count


def test_a_prefix_means_the_set_in_force_on_the_day(run) -> None:
    assert json.loads(run("show", "LM", "--on", "2026-02-28", "--json").output)["code"] == "LM-2019-03"
    late = run("show", "LM", "--on", "2026-03-01")
    assert late.exit_code == 1
    assert "Vis med koden: LM-2019-03." in late.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "XYZ"), "Fant ikke «XYZ»"),
        (("undo",), "ingen import å angre"),
        (("import", "borte.xml"), "kan ikke åpnes"),
        (("import", __file__), "verken"),
        (("diff", "NUK", "XYZ"), "Fant ikke «XYZ»"),
        (("diff", "NUK", __file__), "test_command_line.py, linje 1"),
        (("diff", NUCLEAR, COMMON), "ingen læringsmålsett med samme prefiks"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(run, arguments: tuple[str, ...], words: str) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 1
    assert words in answer.output
    assert "Traceback" not in answer.output


def test_import_shows_first_and_stores_with_apply(run) -> None:
    seen = run("import", NUCLEAR)
    assert "74 mål får ordlyd" in seen.output
    assert "Ikke lagret." in seen.output
    assert not Goal.objects.exclude(wording="").exists()
    assert "Lagret." in run("import", NUCLEAR, "--apply").output
    assert Goal.objects.exclude(wording="").count() == 74
    assert "Ingenting å endre." in run("import", NUCLEAR, "--apply").output
    assert "tatt tilbake" in run("undo").output
    assert not Goal.objects.exclude(wording="").exists()


def test_import_of_everything_as_json(run) -> None:
    for file in (NUCLEAR, COMMON):
        assert json.loads(run("import", file, "--apply", "--json").output)["applied"] is True
    whole = json.loads(run("import", WHOLE, "--apply", "--json").output)
    assert whole["chapters"] == {"A": 29, "B": 101, "C": 5059}
    assert whole["repealed_left_out"] == 50
    again = json.loads(run("import", WHOLE, "--apply", "--json").output)
    assert (again["applied"], again["changes_something"]) == (False, False)
    assert len(json.loads(run("list", "--json").output)) == 55


def test_diff_of_the_old_and_the_new_common_goals(run) -> None:
    (what,) = json.loads(run("diff", "LM-2019-03", "FKM-2026-03", "--json").output)
    assert (len(what["removed"]), len(what["added"])) == (24, 14)
    lines = run("diff", "LM-2019-03", "FKM-2026-03").output.splitlines()
    assert lines[0] == "LM-2019-03 → FKM-2026-03"
    assert "  + FKM-009  Forbedringsarbeid" in lines
    assert "  − LM-04  Etikk 1" in lines


def test_diff_shows_other_words_and_levels(run, tmp_path: Path) -> None:
    text = Path(NUCLEAR).read_text(encoding="utf-8")
    text = text.replace("Ha god kunnskap om radioaktivitet, ", "Ha kunnskap om radioaktivitet, ")
    other = tmp_path / "annen.xml"
    other.write_text(text, encoding="utf-8")
    output = run("diff", NUCLEAR, str(other)).output
    assert "~ NUK-103  før: Ha god kunnskap" in output
    assert "nivå NUK-103: kunnskap 3 → kunnskap 2" in output
    stored = run("diff", "NUK", str(other)).output
    assert "nivå NUK-103: kunnskap 3 → kunnskap 2" in stored
    assert "Ordlyden kan ikke sammenlignes for 74 mål" in stored


def test_levels_that_differ_from_the_stored_are_reported_and_kept(run, tmp_path: Path) -> None:
    text = Path(NUCLEAR).read_text(encoding="utf-8")
    other = tmp_path / "annen.xml"
    other.write_text(
        text.replace("Ha god kunnskap om radioaktivitet, ", "Ha kunnskap om radioaktivitet, "), "utf-8"
    )
    assert (
        "NUK-103: ordlyden sier kunnskap 2, lagret er kunnskap 3; beholdes"
        in run("import", str(other)).output
    )


@pytest.mark.slow
def test_the_command_of_the_readme_works_from_nothing(tmp_path: Path) -> None:
    surroundings = {**os.environ, "BOREALIS_HOME": str(tmp_path), "BOREALIS_DATABASE": ""}
    answer = subprocess.run(
        [sys.executable, "-m", "borealis", "curriculum", "show", "NUK", "--json"],
        env={**surroundings, "PYTHONPATH": "src"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert len(json.loads(answer.stdout)["goals"]) == 74

"""The command line of the measure: what it says when something is missing, and one small run."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.mss.__main__ import Outcome, instances_in, main, status, with_rows
from tests.planner.mss.tiny import make_text


def test_says_when_the_folder_is_missing(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, [str(tmp_path / "nowhere")])
    assert told.exit_code == 1
    assert f"There is no folder {tmp_path / 'nowhere'}." in told.output


def test_says_when_there_is_nothing_in_it(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, [str(tmp_path)])
    assert told.exit_code == 1
    assert "There are no instances (*.dzn)" in told.output


def test_says_which_name_is_unknown_and_what_is_malformed(tmp_path: Path) -> None:
    (tmp_path / "I3_4_1.dzn").write_text(make_text(3).replace("Horizon=", "Horizon=x"), encoding="utf-8")
    told = CliRunner().invoke(main, [str(tmp_path), "I9"])
    assert (told.exit_code, "There is no I9 in" in told.output) == (1, True)
    told = CliRunner().invoke(main, [str(tmp_path), "I3_4_1"])
    assert told.exit_code == 1
    assert "I3_4_1.dzn, line 6: Horizon: expected a whole number from 1 up" in told.output


def test_order_is_by_set_and_number(tmp_path: Path) -> None:
    for name in ("I160_24_1", "I40_24_2", "Instance_100", "Instance_20", "I40_12_4"):
        (tmp_path / f"{name}.dzn").touch()
    found = [path.stem for path in instances_in(tmp_path, ())]
    assert found == ["Instance_20", "Instance_100", "I40_12_4", "I40_24_2", "I160_24_1"]


def test_status_compares_with_what_is_published() -> None:
    assert status(Outcome(12, 12, 1.0, 1.0, []), 10) == "optimal, +2 on the published"
    assert status(Outcome(9, 12, 1.0, 1.0, []), 10) == "-1 on the published"
    assert status(Outcome(12, 12, 1.0, 1.0, ["what"]), 10) == "NOT SOUND: what"
    assert status(Outcome(None, 12, 1.0, 1.0, []), 10) == "no plan"


def test_rows_of_the_same_instances_are_replaced() -> None:
    told = (
        "# Measured\n| instance | found |\n|---|---|\n| Instance_20 | 1 |\n| I40_12_1 | 2 |\n\nWords | I |\n"
    )
    rows = with_rows(told, "| I40_12_1 | 3 |\n| I9_12_1 | 4 |\n")
    assert rows == "| Instance_20 | 1 |\n| I9_12_1 | 4 |\n| I40_12_1 | 3 |\n"


@pytest.mark.slow
def test_solves_a_file_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "I3_4_1.dzn").write_text(make_text(1), encoding="utf-8")
    told = CliRunner().invoke(main, [str(tmp_path), "I3_4_1", "--seconds", "30"])
    assert told.exit_code == 0, told.output
    cells = [cell.strip() for cell in told.output.split("|")]
    assert cells[4:8] == ["–", "140", "140", "0.00%"]  # as the oracle says
    assert cells[10] == "optimal"

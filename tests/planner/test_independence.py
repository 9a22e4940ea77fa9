"""The rules judge the solver, so they must not know it; and whoever imports the planner must not wait."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from borealis import planner

ROOM = Path(planner.__file__).parent
JUDGES = [ROOM / "check.py", *sorted((ROOM / "rules").glob("*.py"))]


def imported(path: Path) -> set[str]:
    """The modules a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", JUDGES, ids=lambda path: path.stem)
def test_the_rules_know_nothing_but_the_formats(path: Path) -> None:
    allowed = ("borealis.planner.formats", "borealis.planner.rules")
    own = {name for name in imported(path) if name.startswith("borealis")}
    assert all(name.startswith(allowed) for name in own)
    assert not imported(path) & {"numpy", "highspy"}


def test_the_planner_knows_nobody() -> None:
    for path in ROOM.rglob("*.py"):
        others = {n for n in imported(path) if n.startswith(("borealis", "django"))}
        assert all(name.startswith("borealis.planner") for name in others), path


def test_importing_the_planner_is_light() -> None:
    code = (
        "import sys, borealis.planner; print([m for m in ('numpy', 'highspy', 'numba') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

"""A subject is used through its queries, actions, permissions and rules; its models are its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "borealis"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def imported_modules(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_imports_another_subjects_models(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0]
    foreign = {
        module
        for module in imported_modules(path)
        if module.startswith("borealis.") and ".models" in module and module.split(".")[1] != own
    }
    assert not foreign, f"{path} imports {', '.join(sorted(foreign))}"


def test_the_check_would_see_a_foreign_model(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("from borealis.people.models import Person\nimport borealis.audit.models")
    assert {"borealis.people.models", "borealis.audit.models"} <= imported_modules(file)

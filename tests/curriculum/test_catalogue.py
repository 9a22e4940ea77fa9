"""Our own YAML files: what they hold, and what a faulty one is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from borealis.curriculum.rules import SetText
from borealis.curriculum.sources import SourceProblem, catalogue

GOOD = """format: borealis/goal-set/1
code: ABC-2026-01
prefix: ABC
specialty: null
name: { nb: Alfa, nn: Alfa, en: Alpha }
part: "3"
common: false
in_force_from: 2026-01-01
in_force_to: null
source: En kilde
author: The Borealis authors
reviewed_on: 2026-11-22
language: nb
groups:
  - code: A1
    name: { nb: Gruppe, nn: Gruppe, en: Group }
    goals:
      - id: ABC-001
        title: { nb: Ett, nn: Eitt, en: One }
        requirements: [knowledge 3, skill 2]
"""


def test_a_good_file_is_read() -> None:
    read = catalogue.read(GOOD, "good.yaml")
    assert isinstance(read, SetText)
    assert [goal.code for goal in read.goals] == ["ABC-001"]
    assert read.goals[0].levels == (("knowledge", 3), ("skill", 2))


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("code: ABC-2026-01", "code: ABC-2026-01\ncode: X"), 3, "to ganger"),
        (('part: "3"', 'part: "4"'), 6, "skal være 1 eller 2 eller 3 eller 2-3"),
        (("2026-01-01", "2026-13-01"), 8, "«2026-13-01» er ikke en dato"),
        (("in_force_to: null", "in_force_to: 2025-01-01"), 9, "Siste dag står før første dag"),
        (("source: En kilde\n", ""), 1, "Mangler «source»"),
        (("author:", "auther:"), 11, "Ukjent nøkkel «auther»"),
        (("nn: Gruppe, ", ""), 16, "Mangler «nn»"),
        (("id: ABC-001", "id: ABC001"), 18, "«ABC001» har ikke riktig form"),
        (("id: ABC-001", "id: XYZ-001"), 18, "annet prefiks"),
        (("skill 2", "skill 4"), 20, "«skill 4» har ikke riktig form"),
        (("[knowledge 3, skill 2]", "[knowledge 3"), 21, "Ikke gyldig YAML"),
        (("name: { nb: Alfa", "name: &a { nb: Alfa"), None, ""),
        (("groups:\n", "groups: &a\n  - *a\n"), 15, "Henvisninger"),
        (("format: borealis/goal-set/1", "format: borealis/goal-set/9"), 1, "format:"),
    ],
)
def test_a_faulty_file_is_told_the_line(change: tuple[str, str], line: int | None, words: str) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    if line is None:
        assert isinstance(catalogue.read(text, "x.yaml"), SetText)
        return
    with pytest.raises(SourceProblem, match=re.escape(words)) as problem:
        catalogue.read(text, "x.yaml")
    assert str(problem.value).startswith(f"x.yaml, linje {line}:")


def test_the_same_goal_twice_is_refused_at_the_second() -> None:
    rows = GOOD.splitlines()
    text = "\n".join([*rows, *rows[-3:]])
    with pytest.raises(SourceProblem, match="«ABC-001» står to ganger") as problem:
        catalogue.read(text, "x.yaml")
    assert problem.value.line == 21


@pytest.mark.parametrize("text", ["", "[]", "ett ord", "{" * 5000, "a: b: c", "- - - -"])
def test_what_is_no_catalogue_file_is_refused(text: str) -> None:
    with pytest.raises(SourceProblem):
        catalogue.read(text, "x.yaml")


@pytest.mark.parametrize("path", catalogue.shipped_files(), ids=lambda path: path.stem)
def test_every_shipped_file_says_source_author_review_day_and_language(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert catalogue.read(text, path.name)
    for row in ("source:", "author: The Borealis authors", "reviewed_on: 2026-11-22", "language: nb"):
        assert re.search(f"^{row}", text, re.MULTILINE), row

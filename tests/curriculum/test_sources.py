"""Reading Lovdata's texts: the two acts and the whole regulation."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borealis.curriculum.rules import SetText, squeezed
from borealis.curriculum.sources import Source, SourceProblem, read_bytes, read_file, read_legal_text
from tests.curriculum.conftest import LOVDATA

# Prefix: goals, headings. Counted in the text by another programme than the one under test.
COUNTS = {
    row["prefix"]: (row["goals"], row["headings"])
    for row in json.loads((Path(__file__).parent / "counts.json").read_text(encoding="utf-8"))
}


def by_prefix(source: Source) -> dict[str, SetText]:
    return {row.prefix: row for row in source.sets}


def test_the_act_on_nuclear_medicine_gives_74_goals_in_seven_groups(nuclear_act: Source) -> None:
    (row,) = nuclear_act.sets
    assert (row.prefix, row.act, row.in_force_from) == ("NUK", "FOR-2025-01-17-51", dt.date(2025, 9, 1))
    assert [goal.code for goal in row.goals] == [f"NUK-{n}" for n in range(103, 177)]
    assert [(group.code, len(group.goals)) for group in row.groups] == [
        (f"C38.{n}", count) for n, count in enumerate([4, 9, 17, 16, 6, 1, 21], start=1)
    ]
    assert row.groups[0].name.nb == "Strålevern"


def test_raised_figures_and_line_breaks_in_the_act_become_text(nuclear_act: Source) -> None:
    wording = {goal.code: goal.wording for goal in nuclear_act.sets[0].goals}
    assert "behandling med 131I av benigne" in wording["NUK-151"]
    assert "undersøkelser av barn. Ha god kunnskap" in wording["NUK-155"]


def test_the_act_on_common_goals_gives_each_part_its_own_day(common_act: Source) -> None:
    found = {p: (len(row.goals), row.in_force_from, row.part) for p, row in by_prefix(common_act).items()}
    assert found == {
        "FKM": (14, dt.date(2026, 3, 1), "2-3"),
        "FKMS": (7, dt.date(2025, 9, 1), "1"),
        "FKMK": (8, dt.date(2025, 9, 1), "1"),
    }


def test_a_goal_with_points_keeps_them_and_odd_spaces_go(common_act: Source) -> None:
    goals = {goal.code: goal.wording for goal in by_prefix(common_act)["FKMS"].goals}
    assert goals["FKMS-004"].endswith("Kunnskap om grunnleggende smittevernsprinsipper.")
    assert "helsefremmende arbeid innebærer. Kunnskap om primær-" in goals["FKMS-004"]
    assert goals["FKMS-001"].startswith("Under supervisjon")
    assert goals["FKMS-002"].startswith("Ha god kunnskap")
    assert not any("\u2004" in wording for wording in goals.values())


def test_the_whole_regulation_gives_every_goal(regulation: Source) -> None:
    chapters = {"A": 0, "B": 0, "C": 0}
    for row in regulation.sets:
        for group in row.groups:
            chapters[group.code[0]] += len(group.goals)
    assert chapters == {"A": 29, "B": 101, "C": 5059}
    assert regulation.repealed == 50
    assert regulation.unread == ()


def test_every_prefix_has_the_goals_and_headings_that_were_counted(regulation: Source) -> None:
    found = {row.prefix: (len(row.goals), len(row.groups)) for row in regulation.sets}
    assert {prefix: found[prefix] for prefix in COUNTS} == COUNTS
    assert set(found) - set(COUNTS) == {"FKM", "FKMS", "FKMK"}


def test_irregular_headings_and_letters_are_read(regulation: Source) -> None:
    sets = by_prefix(regulation)
    assert sets["URO"].name.nb == "Urologi"  # the heading is «C.20 Urologi»
    assert sets["URO"].groups[0].code == "C20.1"
    assert sets["NUK"].groups[0].code == "C38.1"  # «##### C38.1 Strålevern»
    assert sets["FIM"].groups[0].code == "C1.1"  # «##### 1.1 Basiskompetanse»
    assert sets["ØNH"].goals[0].code == "ØNH-001"
    assert sets["ØYE"].goals[-1].code == "ØYE-110"
    assert sets["KLP"].groups[0].name.nb == "Psykiatri"
    assert "LM" not in sets


def test_the_stages_of_radiology_are_read_and_taken_out_of_the_words(regulation: Source) -> None:
    goals = by_prefix(regulation)["RAD"].goals
    assert [sum(goal.stage == stage for goal in goals) for stage in ("3a", "3b", "")] == [184, 151, 0]
    assert goals[0].wording.startswith("Under supervisjon kunne kommunisere")


def test_parts_follow_from_the_chapter(regulation: Source) -> None:
    sets = by_prefix(regulation)
    parts = {p: sets[p].part for p in ("KLS", "KLP", "KLK", "FKMS", "FKMK", "FIM", "FKI", "FKM", "NUK")}
    assert list(parts.values()) == ["1"] * 5 + ["2", "2", "2-3", "3"]


def test_the_acts_and_the_regulation_have_the_same_words(
    nuclear_act: Source, common_act: Source, regulation: Source
) -> None:
    """Two readers of two formats agree, goal by goal and heading by heading."""
    whole = by_prefix(regulation)
    for row in (*nuclear_act.sets, *common_act.sets):
        other = whole[row.prefix]
        assert [squeezed(goal.wording) for goal in row.goals] == [squeezed(g.wording) for g in other.goals]
        assert [(g.code, g.name.nb) for g in row.groups] == [(g.code, g.name.nb) for g in other.groups]


# --- files that are not what they should be ---

ACT = (LOVDATA / "sf-20250117-0051.xml").read_bytes()
TEXT = (LOVDATA / "spesialistforskriften.md").read_bytes()
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<html>&b;</html>"""
OUTSIDE = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html>&x;</html>'
FRONT = b'---\nrefid: "forskrift/2016-12-08-1482"\nsist-endret-ikrafttredelse: "2026-03-01"\n---\n'


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "tom"),
        (b"   \n\n", 1, "tom"),
        (b"\xff\xfe<html/>", 1, "UTF-8"),
        ("<html>\nø</html>".encode("latin-1"), 2, "UTF-8"),
        ("<html/>".encode("utf-16"), 1, "UTF-8"),
        (b"<html>\n\0</html>", 2, "tegn"),
        (ACT[:20000], 1, "ikke hel og gyldig XML"),
        (BOMB, 2, "entiteter"),
        (OUTSIDE, 1, "entiteter"),
        (b"<html>" * 5000, 1, "for dypt"),
        (b"<html></html>", 1, "ikke en kunngj"),
        (b"<rss><channel/></rss>", 1, "ikke en kunngj"),
        (ACT.replace(b"forskrift/2016-12-08-1482", b"forskrift/2001-01-01-1"), 1, "endrer ikke"),
        (ACT.replace(b"FOR-2025-01-17-51", b"51"), 1, "nummer"),
        (ACT.replace(b"marginIdArticle", b"defaultP"), 1, "ingen l"),
        (ACT.replace(b"NUK-104<", b"NUK-103<"), 1, "NUK-103 st"),
        (ACT.replace(b"NUK-104<", b"NUK 104<"), 1, "gyldig nummer"),
        (ACT.replace(b">2025-09-01<", b">2025-09-01, 2026-09-01<"), 1, "hvilken dag"),
        (b"hello", 1, "verken"),
        (b"---\ntitle: x\n---\n# Noe", 1, "ikke spesialistforskriften"),
        (b"---\ntitle: x\n", 1, "slutter ikke"),
        (FRONT.replace(b"sist-endret", b"sist"), 1, "siste endring"),
        (FRONT, 4, "ingen l"),
        (FRONT + b"### C. L\n#### C1. X\n##### 1.1 Y\n\nAB-001 En.\nAB-001 To.", 10, "to ganger"),
        (FRONT + b"### C. L\n#### Uten nummer\n", 6, "Kjenner ikke igjen"),
        (FRONT + b"### C. L\n\nAB-001 En.", 7, "ikke under noe kapittel"),
        (FRONT + b"### C. L\n#### C1. X\nAB-001\n", 7, "ingen tekst"),
        (FRONT + b"### A. L\n#### [Tidligere\nLM-01 En.\n### B. L\n", 6, "lukkes aldri"),
    ],
    ids=range(28),
)
def test_a_faulty_file_gets_a_message_with_file_and_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(SourceProblem, match=words) as problem:
        read_bytes(content, "fil.xml")
    assert str(problem.value).startswith(f"fil.xml, linje {line}:")


def test_lines_under_a_chapter_that_are_no_goal_are_reported() -> None:
    text = FRONT + "### C. L\n#### C1. X\nInnledning.\n\nAB-001 En.\nAB–002 To.\n".encode()
    source = read_bytes(text, "fil.md")
    assert source.unread == ((10, "AB–002 To."),)


def test_a_text_cut_in_the_middle_is_read_as_far_as_it_goes() -> None:
    """Nothing says that it is cut; the preview shows the goals that are gone."""
    source = read_bytes(TEXT[: len(TEXT) // 2], "fil.md")
    assert 0 < sum(len(row.goals) for row in source.sets) < 5189


def test_a_file_that_is_not_there_or_is_a_folder_gets_a_message(tmp_path: Path) -> None:
    for path in (tmp_path / "borte.xml", tmp_path):
        with pytest.raises(SourceProblem, match="kan ikke åpnes"):
            read_file(path)


def test_a_goal_set_of_our_own_is_not_imported(tmp_path: Path) -> None:
    from borealis.curriculum.sources import catalogue

    with pytest.raises(SourceProblem, match="eget format"):
        read_legal_text(catalogue.DATA / "NUK-2025-09.yaml")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoiled_file_never_breaks_the_reader(data: st.DataObject) -> None:
    """Bytes changed, cut or doubled anywhere give a reading or a message, never anything else."""
    content = bytearray(data.draw(st.sampled_from([ACT, TEXT[70000:120000], FRONT + TEXT[75000:90000]])))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    with contextlib.suppress(SourceProblem):
        assert read_bytes(bytes(content), "fil").sets

"""Bad files are refused with the right fault in the right place, in both languages; good ones are read whole."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from borealis.planner import Fault, FormatError, read_problem, read_solution, solution_to_json, write_solution
from tests.planner.files import TEXT, solution, words_of

PERCENT = '"percent": 50'
FIXED = '"fixed": [{"arena": "clinic", "from": "2027-06", "through": "2027-07"}]'
AGREED = FIXED[:-1]
CURRENT = '"through": "2026-10"}]},'

# What is replaced, by what (§ stands where the fault is), the code, and what its words must name.
BAD: list[tuple[str, str, str, str]] = [
    ('"months": 24}', '"months": 24,§}', "malformed_json", "JSON"),
    ('"weight": 1.5', '"weight": 1,§5', "malformed_json", "JSON"),
    ('"site": "tromso"', '"site": §tromso', "malformed_json", "JSON"),
    ('"weight": 1.5', '"weight": §NaN', "malformed_json", "NaN"),
    ('"weight": 1.5', '"weight": §-Infinity', "malformed_json", "-Infinity"),
    ('"reason": "leave"', '"reason": "NaN", "more": §NaN', "malformed_json", "NaN"),
    ('"weight": 1.5', '"weight": §' + "9" * 5000, "malformed_json", "JSON"),
    ('"site": "narvik"', '"site": "narvik", §"site": "bodo"', "duplicate_key", "site"),
    ('"borealis/rotation-problem/1"', '§"borealis/rotation-problem/9"', "wrong_format", "problem/9"),
    ('"months": 24', '"months": §"24"', "wrong_type", "months"),
    ('"months": 24', '"months": §24.5', "wrong_type", "months"),
    ('"months": 24', '"months": §true', "wrong_type", "months"),
    ('"after": ["intro"]', '"after": [§7]', "wrong_type", "after"),
    ('"after": ["intro"]', '"after": §"intro"', "wrong_type", "after"),
    ('"blocks": []}', '"blocks": §null}', "wrong_type", "blocks"),
    ('{"id": "ola", "home": "narvik", ', '§{"id": "ola", ', "missing_key", "home"),
    ('{"first": "2026-09", "months": 24}', '§{"first": "2026-09"}', "missing_key", "months"),
    ('"weight": 1.5', '"wieght": §1.5', "misspelt_key", "wieght"),
    ('"first": "2026-09"', '"first": §"2026-13"', "bad_month", "2026-13"),
    ('"first": "2026-09"', '"first": §"2026-9"', "bad_month", "2026-9"),
    ('"id": "ola"', '"id": §""', "empty_id", "id"),
    ('"months": 3', '"months": §-3', "out_of_range", "-3"),
    ('"weight": 1.5', '"weight": §1e999', "out_of_range", "inf"),
    ('"weight": 1.5', '"weight": §' + "9" * 400, "out_of_range", "999"),
    (PERCENT, '"percent": §101', "percent_out_of_range", "101"),
    (PERCENT, '"percent": §0', "percent_out_of_range", "0"),
    ('"from": "2027-03"', '"from": §"2027-05"', "from_after_through", "2027-05"),
    ('"from": "2026-10"', '"from": §"2028-07"', "from_after_through", "2028-07"),
    ('[{"id": "ward", ', '[{"id": §"wrad", ', "unknown_arena", "wrad"),
    ('[{"arena": "clinic"', '[{"arena": §"clinc"', "unknown_arena", "clinc"),
    ('"arena": "ward"', '"arena": §"bed"', "unknown_arena", "bed"),
    ('"after": ["intro"]', '"after": [§"outro"]', "unknown_block", "outro"),
    ('"block": "intro"', '"block": §"intra"', "unknown_block", "intra"),
    ('"id": "ola"', '"id": §"kari"', "duplicate_id", "kari"),
    ('"id": "clinic", "site"', '"id": §"ward", "site"', "duplicate_id", "ward"),
    ('"id": "basic"', '"id": §"intro"', "duplicate_id", "intro"),
    ('"after": ["intro"]', '"after": §["basic"]', "after_cycle", "basic"),
    ('"min_stint": 1', '"min_stint": §5', "min_over_max_stint", "5"),
    (PERCENT, PERCENT + '}, {"from": §"2027-01", "percent": 80', "periods_overlap", "2027-01"),
    ('"through": "2027-10", "places": 1}', '"places": 9}', "minimum_over_places", "9"),
    (CURRENT, CURRENT[:-3] + ', §{"block": "basic", "arena": "ward", "from": "2026-10", "through": "2026-11"}]},',
     "current_overlap", "2026-10"),
    (FIXED, AGREED + ', §{"arena": "clinic", "from": "2027-07", "through": "2027-08"}]', "fixed_overlap", "2027-07"),
    ('"from": "2027-06", "through": "2027-07"', '"from": "2028-08", "through": "2028-09"',
     "fixed_outside_calendar", "2028-08"),
    ('"from": "2026-09", "norm_end"', '"from": "2027-07", "norm_end"', "fixed_before_start", "2027-07"),
    ('"through": "2028-06"', '"through": "2027-06"', "fixed_outside_block", "basic"),
    ('[{"arena": "clinic"', '[{"arena": §"ward"', "fixed_arena_not_listed", "ward"),
    ('"through": "2027-04"', '"through": "2027-07"', "fixed_while_away", "fixed[0]"),
    ('"max_stint": 4', '"max_stint": 1', "fixed_over_max_stint", "1"),
    ('"months": 3', '"months": 0.5', "fixed_more_than_block", "basic"),
    ('"months": 2,', '"months": 9,', "fixed_before_predecessor", "basic"),
    ('"id": "clinic", "site": "narvik", "places": [{"from": "2026-09", "through": null',
     '"id": "clinic", "site": "narvik", "places": [{"from": "2027-07", "through": null',
     "fixed_over_places", "2027-06"),
    ('"reason": "leave"', '"reason": §"\\ud800"', "malformed_json", "ud800"),
]  # fmt: skip


def edited(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, f"{old} stands {TEXT.count(old)} times"
    return TEXT.replace(old, new)


def faults_of(source: Any) -> tuple[Fault, ...]:
    with pytest.raises(FormatError) as refused:
        read_problem(source)
    assert refused.value.faults
    return refused.value.faults


def test_the_file_the_bad_ones_are_made_from_is_good() -> None:
    problem = read_problem(TEXT)
    assert [trainee.id for trainee in problem.trainees] == ["kari", "ola"]
    assert problem.trainees[0].blocks[1].fixed[0].arena == "clinic"
    assert problem.trainees[1].current is None


@pytest.mark.parametrize(("old", "new", "code", "named"), BAD, ids=[f"{row[2]}-{row[3]}"[:40] for row in BAD])
def test_a_bad_file_is_refused_where_it_is_wrong(old: str, new: str, code: str, named: str) -> None:
    marked = edited(old, new)
    text = marked.replace("§", "")
    faults = [fault for fault in faults_of(text) if fault.code == code]
    assert faults, f"{code} is not among {faults_of(text)}"
    if "§" in marked:
        before = marked[: marked.index("§")]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        assert place in [(fault.line, fault.column) for fault in faults]
    for fault in faults:
        assert fault.line is not None
        for words in words_of(fault):
            assert f"{fault.line}" in words
            assert named in words or named in fault.path_text


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("", 1, 1),
        (b"", 1, 1),
        ("   \n ", 2, 2),
        ("[" * 100_000, 1, 1),
        ('{"a":' * 100_000, 1, 1),
        (TEXT[:40], 2, 12),
        (TEXT.encode().replace(b"tromso", b"troms\xf8", 1), 5, 32),
        (TEXT.encode("utf-16"), 1, 1),
        (b"\x00\x01\x02", 1, 1),
    ],
)
def test_what_is_not_json_is_refused(source: Any, line: int, column: int) -> None:
    (fault,) = faults_of(source)
    assert (fault.code, fault.line, fault.column) == ("malformed_json", line, column)
    words_of(fault)


@pytest.mark.parametrize("depth", [50, 300, 600, 900])
def test_deep_nesting_beside_another_fault_is_refused(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    for text in (
        edited('"weight": 1.5', f'"weight": "much", "more": {deep}'),
        edited('"weight": 1.5', f'"weight": 1, "weight": 2, "more": {deep}'),
        edited('"borealis/rotation-problem/1"', deep),
        edited('"weight": 1.5', f'"weight": {deep}'),
    ):
        words_of(faults_of(text)[0])


@pytest.mark.parametrize("value", ["[]", "7", "null", '"text"', "true"])
def test_a_file_that_is_no_object_is_refused(value: str) -> None:
    (fault,) = faults_of(value)
    assert (fault.code, fault.path, fault.line) == ("wrong_type", (), 1)


def test_every_fault_is_named_at_once_and_in_order_of_line() -> None:
    text = TEXT.replace('"months": 24', '"months": "x"').replace(PERCENT, '"percent": "y"')
    faults = faults_of(text)
    assert [(fault.code, fault.line) for fault in faults] == [("wrong_type", 3), ("wrong_type", 11)]


def test_parsed_json_has_faults_without_lines() -> None:
    document = json.loads(TEXT)
    document["trainees"][0]["weight"] = float("nan")
    (fault,) = faults_of(document)
    assert (fault.code, fault.line, fault.path_text) == ("out_of_range", None, "$.trainees[0].weight")


def test_text_bytes_file_and_mapping_say_the_same(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    problem = read_problem(TEXT)
    for source in (TEXT.encode(), path, json.loads(TEXT), TEXT.replace("\n", "\r\n")):
        assert read_problem(source) == problem


def test_a_solution_written_and_read_is_the_same() -> None:
    problem, plan = read_problem(TEXT), solution()
    text = write_solution(plan)
    assert read_solution(text, problem) == plan
    assert read_solution(solution_to_json(plan), problem) == plan
    assert write_solution(read_solution(text, problem)) == text


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"block": "intro"', '"block": "outro"', "unknown_block"),
        ('"id": "ola"', '"id": "per"', "unknown_trainee"),
        ('"arena": "clinic"', '"arena": "bed"', "unknown_arena"),
        ('"feasible"', '"splendid"', "out_of_range"),
        ('"from": "2027-06"', '"from": "2027-08"', "from_after_through"),
        ('"no_places"', '"no_wish"', "out_of_range"),
        ('"cost": 2.5', '"cost": null', "wrong_type"),
        ("rotation-solution/1", "rotation-problem/1", "wrong_format"),
    ],
)
def test_a_bad_solution_is_refused(old: str, new: str, code: str) -> None:
    text = write_solution(solution())
    with pytest.raises(FormatError) as refused:
        read_solution(text.replace(old, new), read_problem(TEXT))
    fault = refused.value.faults[0]
    assert (fault.code, fault.line) == (code, text[: text.index(old)].count("\n") + 1)
    words_of(fault)

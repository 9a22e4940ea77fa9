"""Reading an instance, and saying what is wrong with it and where."""

import re
from pathlib import Path

import pytest

from benchmarks.mss.reading import Malformed, parse_instance, read_instance
from tests.planner.mss.test_rules import EASY
from tests.planner.mss.tiny import make_text


def test_reads_everything() -> None:
    read = parse_instance("easy", EASY)
    assert (read.students, read.disciplines, read.hospitals, read.periods) == (1, 3, 2, 10)
    assert (read.duration, read.most_in_hospital) == (2, 1)
    assert read.group.tolist() == [0, 0, 1]
    assert read.before.nonzero()[0].tolist() == [2]
    assert read.before.nonzero()[1].tolist() == [0]
    assert read.able[0].tolist() == [[True, True, True], [True, False, True]]
    assert read.least.nonzero() == ([0], [0], [2])
    assert read.weights.tolist() == [[3, 2, -1, -2]]
    assert read.esteem.tolist() == [1, 2, 3]


def test_reads_a_file_with_comments(tmp_path: Path) -> None:
    (tmp_path / "I3_4_1.dzn").write_text(make_text(3).replace("\n", "\r\n"), encoding="utf-8")
    assert read_instance(tmp_path / "I3_4_1.dzn").name == "I3_4_1"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Hospitals=2; ", "", "easy.dzn: Hospitals is missing"),
        ("Hospitals=2", "Hospitals=two", "line 2: Hospitals: expected a whole number from 1 up, found “two”"),
        ("ManPref=[1,2,3]", "ManPref=[1,2]", "line 10: ManPref: expected 3 whole numbers, found 2"),
        ("ManPref=[1,2,3]", "ManPref=[1,x,3]", "line 10: ManPref: value 2 is no whole number: “x”"),
        ("ManPref=[1,2,3]", "ManPref=3", "line 10: ManPref: expected an array, found “3”"),
        ("ManPref=[1,2,3];", "ManPref", "line 10: expected “Name = value;”, found “ManPref”"),
        ("[1,1,2]", "[1,1,3]", "line 3: DiscGroup: 3 at [3] is not between 1 and 2"),
        ("[|1,1,1|]", "[|1,2,1|]", "line 3: AllowedDisc: 2 at [1, 2] is not between 0 and 1"),
        ("-1,-2|]", "1,-2|]", "line 10: WeightPref: the weights of changes and of empty periods"),
        ("[0,0,1,", "[0,0,2,", "line 8: MinPosHosp: is above MaxPosHosp at [1, 1, 3]"),
        ("Groups=2;", "Groups=2; Groups=2;", "line 2: Groups is given twice"),
    ],
)
def test_says_what_is_wrong_and_where(old: str, new: str, what: str) -> None:
    assert old in EASY
    with pytest.raises(Malformed, match=re.escape(what)):
        parse_instance("easy", EASY.replace(old, new), "easy.dzn")

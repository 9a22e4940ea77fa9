"""The account of ASVS 5.0.0 is whole, and every test and setting that it names is there."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import pytest
import yaml

from tests.security.front import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import asvs

sys.path.remove(str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def account() -> dict[str, Any]:
    return dict(yaml.safe_load(asvs.FILE.read_text(encoding="utf-8")))


def test_the_standard_is_counted_as_its_authors_count_it() -> None:
    """345 requirements: 70 of level 1, 183 of level 2, 92 of level 3 (OWASP ASVS 5.0.0)."""
    assert Counter(asvs.standard().values()) == {1: 70, 2: 183, 3: 92}


def test_every_requirement_is_accounted_for_and_all_that_is_named_is_there(account: dict[str, Any]) -> None:
    assert list(asvs.problems(account)) == []


def test_253_requirements_of_which_246_without_webrtc(account: dict[str, Any]) -> None:
    names = list(account["requirements"])
    assert len(names) == len(set(names)) == 253
    assert sum(1 for name in names if not name.startswith("V17.")) == 246


def test_nothing_is_open_at_level_1(account: dict[str, Any]) -> None:
    rows = account["requirements"].items()
    assert [name for name, row in rows if row["level"] == 1 and row.get("open")] == []


def test_each_risk_of_the_top_ten_has_tests(account: dict[str, Any]) -> None:
    assert sorted(account["top_10"]) == asvs.RISKS
    assert all(risk["tests"] for risk in account["top_10"].values())


def test_the_table_is_fresh(account: dict[str, Any]) -> None:
    assert asvs.README.read_text(encoding="utf-8") == asvs.readme(account)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tests": ["tests/shell/test_uploads.py::test_that_is_not_there"]}, "no test"),
        ({"settings": ["NO_SUCH_SETTING"]}, "no setting"),
        ({"level": 2}, "wrong level"),
        ({"tests": [], "settings": [], "because": ""}, "neither held nor open"),
    ],
)
def test_the_check_sees_what_is_wrong(account: dict[str, Any], change: dict[str, Any], words: str) -> None:
    row = {**account["requirements"]["V3.4.1"], **change}
    wrong = {**account, "requirements": {**account["requirements"], "V3.4.1": row}}
    assert any(words in problem for problem in asvs.problems(wrong))

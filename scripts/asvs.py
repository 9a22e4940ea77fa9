"""Where Borealis stands against OWASP ASVS 5.0.0, levels 1 and 2: docs/security/asvs.yaml, checked and counted.

python scripts/asvs.py            write the table in docs/security/README.md
python scripts/asvs.py --check    fail when an id, a test or a setting is not there, or the table is old
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "security" / "asvs.yaml"
README = ROOT / "docs" / "security" / "README.md"
BEGIN, END = "<!-- counts, by scripts/asvs.py -->", "<!-- end of counts -->"
STATES = ("tests", "settings", "because", "not_ours", "open")
RISKS = [f"A{number:02}" for number in range(1, 11)]
CHAPTERS = {
    1: "Encoding",
    2: "Validation and workflow",
    3: "Browsers",
    4: "Web services",
    5: "Files",
    6: "Signing in",
    7: "Sessions",
    8: "Access",
    9: "Tokens",
    10: "OAuth and OpenID Connect",
    11: "Cryptography",
    12: "Transport",
    13: "Configuration",
    14: "Data protection",
    15: "Code and architecture",
    16: "Logs and errors",
    17: "WebRTC",
}
# The levels of the requirements of each section, in order. Source: OWASP/ASVS, 5.0/docs_en, version 5.0.0.
SECTIONS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123  2.1 122  2.2 112  2.3 12223  2.4 23
3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222  5.1 2  5.2 112333  5.3 113  5.4 222
6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22  8.1 1233  8.2 1123  8.3 133  8.4 23
9.1 111  9.2 1222  10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33  12.1 12233  12.2 11  12.3 22223
13.1 2333  13.2 222223  13.3 2233  13.4 1222233  14.1 22  14.2 12223333  14.3 122
15.1 12233  15.2 12233  15.3 1222222  15.4 3333  16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
17.1 23  17.2 22223333  17.3 22
"""


def standard() -> dict[str, int]:
    """Every requirement of the standard with its level."""
    words = SECTIONS.split()
    return {
        f"V{section}.{number}": int(level)
        for section, levels in zip(words[::2], words[1::2], strict=True)
        for number, level in enumerate(levels, start=1)
    }


def tests_there_are() -> set[str]:
    """Every test by path and name, read without running anything."""
    return {
        f"{path.relative_to(ROOT).as_posix()}::{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def settings_there_are() -> set[str]:
    """The settings that Borealis has, Django's own included."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("BOREALIS_HOME", home)
        sys.path.insert(0, str(ROOT / "src"))
        from borealis.config import settings

        return {name for name in dir(settings) if name.isupper()}


def problems(content: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the file."""
    wanted = {name: level for name, level in standard().items() if level < 3}
    rows: dict[str, dict[str, Any]] = content["requirements"]
    yield from (f"{name} is missing" for name in wanted.keys() - rows.keys())
    yield from (f"{name} is not of the standard's levels 1 and 2" for name in rows.keys() - wanted.keys())
    yield from (
        f"risk {name} has no test" for name in RISKS if not content["top_10"].get(name, {}).get("tests")
    )
    known_tests, known_settings = tests_there_are(), settings_there_are()
    for name, row in {**rows, **content["top_10"]}.items():
        if name in wanted and row.get("level") != wanted[name]:
            yield f"{name} has the wrong level"
        if not str(row.get("says", "")).endswith(".") and name in wanted:
            yield f"{name} says nothing"
        if not any(row.get(state) for state in STATES):
            yield f"{name} is neither held nor open"
        yield from (f"{name}: no test {test}" for test in row.get("tests", ()) if test not in known_tests)
        yield from (
            f"{name}: no setting {one}" for one in row.get("settings", ()) if one not in known_settings
        )


def state_of(row: dict[str, Any]) -> str:
    """How a requirement stands: what is open counts as open, whatever else holds."""
    order = ("open", "not_ours", "tests", "settings", "because")
    return next(state for state in order if row.get(state))


def table(content: dict[str, Any]) -> str:
    """The counts by chapter, and what is open."""
    rows: dict[str, dict[str, Any]] = content["requirements"]
    lines = [
        "| Chapter | In all | Tested | By a setting | By design or place | Not ours | Open |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    states = ("tests", "settings", "because", "not_ours", "open")
    for number, words in [*CHAPTERS.items(), (0, "**All**")]:
        found = Counter(state_of(row) for name, row in rows.items() if not number or _chapter(name) == number)
        label = f"V{number} {words}" if number else words
        counts = " | ".join(str(found[state]) for state in states)
        lines.append(f"| {label} | {found.total()} | {counts} |")
    applicable = [row for row in rows.values() if not row.get("not_ours")]
    tested = sum(1 for row in applicable if row.get("tests") and not row.get("open"))
    of_level_1 = [name for name, row in rows.items() if row["level"] == 1 and row.get("open")]
    lines += [
        "",
        f"Of {len(rows)} requirements ({sum(1 for row in rows.values() if row['level'] == 1)} of level 1), "
        f"{len(applicable)} apply; {tested} of those ({100 * tested // len(applicable)} %) are held by tests. "
        f"Open at level 1: {', '.join(of_level_1) or 'none'}.",
        "",
        *[f"- Open, {name}: {row['says']} {row['open']}" for name, row in rows.items() if row.get("open")],
    ]
    return "\n".join(lines)


def _chapter(name: str) -> int:
    return int(name[1:].split(".")[0])


def readme(content: dict[str, Any]) -> str:
    """The README with its table written anew."""
    text = README.read_text(encoding="utf-8")
    part = f"{BEGIN}\n{table(content)}\n{END}"
    return re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: part, text, flags=re.DOTALL)


def main() -> int:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = list(problems(content))
    fresh = readme(content)
    if "--check" not in sys.argv:
        README.write_text(fresh, encoding="utf-8")
    elif README.read_text(encoding="utf-8") != fresh:
        found.append("docs/security/README.md is out of date: run scripts/asvs.py")
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""What Borealis is made of: few packages, each with its hashes, all listed; and no dangerous functions."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.security.front import ROOT, run

SOURCE = ROOT / "src" / "borealis"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MOST_PACKAGES = 61  # the last two are the compiler of the planner's kernel
# Statements that no parameter can stand in: ANALYZE and triggers, with names of our own tables.
NAMES_OF_TABLES = ("audit/", "config/", "curriculum/actions/imports.py")
PACKAGE = re.compile(r"^([A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?)==([^\s\\]+)", re.MULTILINE)


@cache
def trees() -> list[tuple[str, ast.Module]]:
    paths = sorted(SOURCE.rglob("*.py"))
    return [(str(path.relative_to(SOURCE)), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Every call in our code: the file, the name as written, and the call."""
    return [
        (f"{name}:{node.lineno}", ast.unparse(node.func), node)
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]


def is_fixed(node: ast.expr) -> bool:
    """Whether an expression is text that stands in the code, or is put together of such."""
    if isinstance(node, ast.Constant | ast.Name | ast.Attribute):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_fixed(node.left) and is_fixed(node.right)
    return False


def test_every_package_is_held_to_its_hashes() -> None:
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK)
    packages = [entry for entry in entries if PACKAGE.match(entry)]
    assert packages
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []
    assert not re.search(r"(?m)^(-e|git\+|https?:|--index-url|--extra-index-url)", LOCK)


def test_packages_of_run_time_stay_few() -> None:
    assert len(PACKAGE.findall(LOCK)) <= MOST_PACKAGES


def test_the_list_of_materials_names_every_package() -> None:
    listed = json.loads((ROOT / "docs" / "security" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["specVersion"] == "1.6"
    named = {(part["name"], part["version"]) for part in listed["components"]}
    assert named == {(name.split("[")[0], version) for name, version in PACKAGE.findall(LOCK)}
    assert all(part["purl"].startswith("pkg:pypi/") and part["hashes"] for part in listed["components"])
    fresh = subprocess.run([sys.executable, "scripts/sbom.py", "--check"], cwd=ROOT, check=False)
    assert fresh.returncode == 0


def test_nothing_is_run_evaluated_or_unpickled() -> None:
    banned = re.compile(
        r"^(eval|exec|compile|__import__|os\.(system|popen|exec\w*|spawn\w*)|subprocess\.\w+|pickle\.\w+|"
        r"marshal\.loads?|shelve\.open|yaml\.(unsafe_load|full_load|load)|Template|mark_safe_from)$"
    )
    found = [(place, name) for place, name, _ in calls() if banned.match(name)]
    assert [entry for entry in found if not allowed_run(*entry)] == []


def allowed_run(place: str, name: str) -> bool:
    """``yaml.load`` with a loader of plain data is held by ruff's S506; programs with fixed names are started
    from the terminal, and to sign the record's head.
    """
    program = name.startswith("subprocess.")
    return name == "yaml.load" or (program and place.startswith(("config/cli/", "audit/signatures.py")))


def test_no_query_is_glued_together() -> None:
    """SQL stands in the code whole; values go in as parameters."""
    glued = [
        place
        for place, name, call in calls()
        if name.split(".")[-1] in {"execute", "executemany", "raw", "extra", "RawSQL"}
        and call.args
        and not is_fixed(call.args[0])
        and "migrations/" not in place
    ]
    assert [place for place in glued if not place.startswith(NAMES_OF_TABLES)] == []


def test_no_pattern_is_made_from_input() -> None:
    made = [
        place
        for place, name, call in calls()
        if name in {"re.compile", "re.match", "re.search", "re.fullmatch", "re.sub", "re.split", "re.findall"}
        and call.args
        and isinstance(call.args[0], ast.Call | ast.Subscript)
    ]
    assert made == []


def test_cryptography_comes_from_libraries() -> None:
    weak = re.compile(r"hashlib\.(md5|sha1)|.*\.(ECB|ARC4|TripleDES|Blowfish|MD5|SHA1|PKCS1v15)$")
    assert [(place, name) for place, name, call in calls() if weak.match(name) and not is_a_mark(call)] == []


def is_a_mark(call: ast.Call) -> bool:
    """Said in the call to be no matter of security, as the prefix under which leaked passwords are listed; or
    a method of the result.
    """
    inner = call.func.value if isinstance(call.func, ast.Attribute) else call
    return any(
        word.arg == "usedforsecurity" and isinstance(word.value, ast.Constant) and word.value.value is False
        for part in ast.walk(call if not isinstance(inner, ast.Call) else inner)
        if isinstance(part, ast.Call)
        for word in part.keywords
    )


def test_what_must_not_be_guessed_comes_from_the_secure_source() -> None:
    """``random`` is for the search of plans alone, and for nothing that a secret rests on."""
    users = [
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(part.name == "random" for part in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
    ]
    assert [name for name in users if not name.startswith(("planner/", "plans/rules/"))] == []


def test_calls_to_others_do_not_follow_redirects() -> None:
    """Only the files that import ``requests`` can call; each of their calls says so."""
    open_calls = []
    for file, tree in trees():
        if not any(
            isinstance(node, ast.Import) and node.names[0].name == "requests" for node in ast.walk(tree)
        ):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and re.search(
                r"^(requests|session)\.(get|post|put|request|send)$", ast.unparse(node.func)
            ):
                said = {word.arg: ast.unparse(word.value) for word in node.keywords}
                open_calls += [] if said.get("allow_redirects") == "False" else [f"{file}:{node.lineno}"]
    assert open_calls == []


OF_THE_DEMONSTRATION = ["/demo/som/", "/demo/ut/", "/stil/", "/admin/", "/api/docs/", "/__debug__/"]
ASK = f"""
from django.urls import Resolver404, resolve
for address in [*{OF_THE_DEMONSTRATION}, "/meg/"]:
    try:
        resolve(address)
        print(address, "is there")
    except Resolver404:
        print(address, "is not there")
"""


def test_production_carries_no_demonstration(tmp_path: Path) -> None:
    told = run(tmp_path, "django", "shell", "-v", "0", "-c", ASK, "--settings", "borealis.config.settings")
    assert told.returncode == 0, told.stderr
    absent = [f"{address} is not there" for address in OF_THE_DEMONSTRATION]
    assert told.stdout.splitlines() == [*absent, "/meg/ is there"]


def test_the_check_of_calls_would_see_them() -> None:
    tree = ast.parse("cursor.execute(f'SELECT {x}')")
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    assert not is_fixed(call.args[0])

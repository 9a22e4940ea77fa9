"""How many small faults in the rules, the permissions and the record the tests would find.

Each mutant is one changed expression in one function: a comparison turned, ``and`` for ``or``, a number off
by one, a text emptied, a condition denied, an answer turned, a call left out. A warm process with the
stored example is forked for each mutant, the function's code is exchanged, and the tests of its room are run
until one fails. A mutant that no test notices has survived.

``python -m benchmarks mutation [room/path …] [--share 0.25] [--most 40]`` writes ``mutation.md``.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import inspect
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
SEED = 20261122
LONGEST_S = 240.0

# What is mutated, and the tests that should notice. A folder stands for the modules in it.
TARGETS: dict[str, tuple[str, ...]] = {
    "audit/rules": (
        "tests/audit/test_rules.py",
        "tests/audit/test_published_vectors.py",
        "tests/audit/test_record.py",
    ),
    "audit/queries": (
        "tests/audit/test_events.py",
        "tests/audit/test_keeping.py",
        "tests/audit/test_commands.py",
    ),
    "audit/actions.py": (
        "tests/audit/test_keeping.py",
        "tests/audit/test_record.py",
        "tests/audit/test_acts.py",
    ),
    "people/rules": ("tests/people/test_rules.py", "tests/people/test_people.py"),
    "people/providers/rules": (
        "tests/people/providers/test_rules.py",
        "tests/people/providers/test_lying_provider.py",
    ),
    "personnel/permissions.py": ("tests/personnel/test_pages.py",),
    "privacy/permissions.py": ("tests/privacy/test_rules.py", "tests/privacy/test_pages.py"),
    "privacy/rules": ("tests/privacy/test_rules.py", "tests/privacy/test_requests.py"),
    "programmes/permissions.py": ("tests/programmes/test_pages.py", "tests/programmes/test_versions.py"),
    "programmes/rules": ("tests/programmes/test_document_rules.py", "tests/programmes/test_versions.py"),
    "plans/permissions.py": ("tests/plans/test_actions.py", "tests/plans/test_pages.py"),
    "plans/rules": (
        "tests/plans/test_content.py",
        "tests/plans/test_course.py",
        "tests/plans/test_problem.py",
    ),
    "trainees/permissions.py": ("tests/trainees/test_permissions.py", "tests/trainees/test_insight.py"),
    "trainees/rules": (
        "tests/trainees/test_counted_time.py",
        "tests/trainees/test_forecast.py",
        "tests/trainees/test_months.py",
        "tests/trainees/test_parameters.py",
    ),
    "organisations/rules.py": ("tests/organisations",),
    "curriculum/rules": ("tests/curriculum/test_levels.py", "tests/curriculum/test_merging.py"),
}
LEFT_OUT = ("apps.py", "acts.py", "models.py", "__init__.py")


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the function's name in it, the line, what was changed, and the new code."""

    module: str
    function: str
    line: int
    change: str
    code: types.CodeType


TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every single change of one expression or statement, with its name."""
    if isinstance(node, ast.Compare):
        for at, sign in enumerate(node.ops):
            new = copy.deepcopy(node)
            new.ops[at] = TURNED[type(sign)]()  # type: ignore[call-overload]
            yield f"{type(sign).__name__} turned", new
    elif isinstance(node, ast.BinOp) and type(node.op) in TURNED:
        new_op = copy.deepcopy(node)
        new_op.op = TURNED[type(node.op)]()  # type: ignore[assignment]
        yield f"{type(node.op).__name__} turned", new_op
    elif isinstance(node, ast.BoolOp):
        new_bool = copy.deepcopy(node)
        new_bool.op = TURNED[type(node.op)]()  # type: ignore[assignment]
        yield f"{type(node.op).__name__} turned", new_bool
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", node.operand
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.IfExp | ast.If | ast.While):
        denied = copy.deepcopy(node)
        denied.test = ast.UnaryOp(ast.Not(), denied.test)
        yield "condition denied", denied
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "answers None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "call left out", ast.Pass()
    elif isinstance(node, ast.Raise):
        yield "raise left out", ast.Pass()


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, bool):
        yield "truth turned", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "number + 1", ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and node.value:
        yield "text emptied", ast.Constant("")


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class _Sites(ast.NodeTransformer):
    """Walks a function and either lists its sites or changes the one that is asked for."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted, self.count = wanted, -1
        self.found: list[tuple[int, str]] = []

    def visit(self, node: ast.AST) -> ast.AST:
        if _is_words(node):
            return node
        for name, new in variants(node):
            self.count += 1
            self.found.append((getattr(node, "lineno", 0), name))
            if self.count == self.wanted:
                return ast.copy_location(new, node)
        return self.generic_visit(node)


def _is_words(node: ast.AST) -> bool:
    """A docstring, an annotation, text for the screen, or an f-string: not decided on, so not mutated."""
    if isinstance(node, ast.JoinedStr | ast.AnnAssign) and not isinstance(node, ast.AnnAssign):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
    )


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of the functions of a module."""
    module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for owner, function in _functions(tree):
        sites = _Sites()
        for statement in copy.deepcopy(function).body:
            sites.visit(statement)
        for number, (line, change) in enumerate(sites.found):
            code = _changed(tree, owner, function.name, number, path)
            if code is not None:
                name = f"{owner}.{function.name}" if owner else function.name
                found.append(Mutant(module, name, line, change, code))
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield node.name, inner


def _changed(tree: ast.Module, owner: str, name: str, number: int, path: Path) -> types.CodeType | None:
    """The code of the function with its site of that number changed."""
    new = copy.deepcopy(tree)
    function = next(f for o, f in _functions(new) if (o, f.name) == (owner, name))
    change = _Sites(number)
    function.body = [change.visit(statement) for statement in function.body]  # type: ignore[misc]
    ast.fix_missing_locations(new)
    code: types.CodeType | None = compile(new, str(path), "exec")
    for wanted in filter(None, (owner, name)):
        inside = (c for c in (code.co_consts if code else ()) if isinstance(c, types.CodeType))
        code = next((c for c in inside if c.co_name == wanted), None)
    return code


def exchange(mutant: Mutant) -> bool:
    """Put the mutant's code into the live function; False when it cannot be done."""
    found: object = importlib.import_module(mutant.module)
    for part in mutant.function.split("."):
        held = (
            inspect.getattr_static(found, part, None)
            if inspect.isclass(found)
            else getattr(found, part, None)
        )
        found = held
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    found = inspect.unwrap(found) if callable(found) else found
    if not isinstance(found, types.FunctionType) or found.__code__.co_freevars != mutant.code.co_freevars:
        return False
    found.__code__ = mutant.code
    return True


def modules_of(target: str) -> list[Path]:
    path = SOURCE / "borealis" / target
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [f for f in files if f.name not in LEFT_OUT and "migrations" not in f.parts]


class Runner:
    """A warm process from which each mutant's tests are forked, with a copy of one stored database."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="borealis-mutation-"))
        sys.path[:0] = [str(ROOT)]
        importlib.import_module("tests.environment")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        self.template = self.folder / "template.sqlite3"
        connections["default"].settings_dict["NAME"] = str(self.template)
        call_command("migrate", interactive=False, verbosity=0)
        connections.close_all()
        for heavy in ("pytest", "pytest_django", "hypothesis", "borealis.config.urls", "tests.conftest"):
            importlib.import_module(heavy)

    def passes(self, tests: tuple[str, ...], mutant: Mutant | None, longest_s: float) -> tuple[str, float]:
        """ "found", "survived" or "slow", and the seconds that it took. Without a mutant: how the tests are."""
        began = time.monotonic()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._child(tests, mutant, writer)
        os.close(writer)
        ready, _, _ = select.select([reader], [], [], longest_s)
        said = os.read(reader, 16).decode() if ready else "slow"
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
        return said or "found", time.monotonic() - began

    def _child(self, tests: tuple[str, ...], mutant: Mutant | None, writer: int) -> None:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        from django.db import connections

        own = self.folder / f"{os.getpid()}.sqlite3"
        shutil.copyfile(self.template, own)
        connections["default"].settings_dict["NAME"] = str(own)
        said = "stuck"
        if mutant is None or exchange(mutant):
            arguments = [
                "-x",
                "--assert=plain",
                "-p",
                "no:randomly",
                "-p",
                "no:xdist",
                "-p",
                "no:cacheprovider",
            ]
            chosen = ["-m", "not browser and not slow", *tests]
            failed = pytest.main([*arguments, *chosen], plugins=[_StoredDatabase()])
            said = "found" if failed else "survived"
        own.unlink(missing_ok=True)
        os.write(writer, said.encode())
        os._exit(0)


class _StoredDatabase:
    """Uses the copied database as it is, in place of making a new one."""

    @pytest.fixture(scope="session")
    def django_db_setup(self, django_db_blocker: object) -> None:
        return None


def main(arguments: list[str]) -> None:
    share = float(arguments[arguments.index("--share") + 1]) if "--share" in arguments else 1.0
    most = int(arguments[arguments.index("--most") + 1]) if "--most" in arguments else 10**6
    wanted = [a for a in arguments if a in TARGETS] or list(TARGETS)
    runner = Runner()
    chance = random.Random(SEED)
    lines = []
    for target in wanted:
        every = [mutant for path in modules_of(target) for mutant in mutants_of(path)]
        chosen = sorted(
            chance.sample(every, min(most, max(1, round(len(every) * share)))),
            key=lambda m: (m.module, m.line),
        )
        said, baseline = runner.passes(TARGETS[target], None, LONGEST_S)
        if said != "survived":
            print(f"{target}: left out, its tests do not pass without a mutant ({said})", flush=True)
            continue
        counts = {"found": 0, "survived": 0, "slow": 0, "stuck": 0}
        for mutant in chosen:
            result, _ = runner.passes(TARGETS[target], mutant, 5 + 3 * baseline)
            counts[result] += 1
            if result == "survived":
                print(
                    f"  survived: {mutant.module}.{mutant.function}:{mutant.line} {mutant.change}", flush=True
                )
        tried = len(chosen) - counts["stuck"]
        caught = counts["found"] + counts["slow"]
        lines.append((target, len(every), tried, caught))
        print(
            f"{target}: {caught} of {tried} found ({len(every)} in all, tests {baseline:.1f} s)", flush=True
        )
    _write(lines)


def _write(lines: list[tuple[str, int, int, int]]) -> None:
    tried, caught = sum(line[2] for line in lines), sum(line[3] for line in lines)
    rows = "\n".join(f"| {t} | {every} | {n} | {c} | {100 * c / n:.0f} % |" for t, every, n, c in lines)
    text = (
        "# Faults that the tests find\n\nMade by `python -m benchmarks mutation`. One small fault at a time in a "
        "function, drawn by chance with a fixed seed;\nfound when a test of the room fails or no longer ends.\n\n"
        f"In all {caught} of {tried} found, {100 * caught / tried:.1f} %.\n\n"
        f"| what | possible | tried | found | |\n|---|---|---|---|---|\n{rows}\n"
    )
    (ROOT / "benchmarks" / "mutation.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

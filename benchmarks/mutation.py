"""How many small faults in the rules, the permissions and the record the tests would find.

Each mutant is one changed expression in one function: a comparison turned, ``and`` for ``or``, a number off
by one, a text emptied, a condition denied, an answer turned, a call left out. The room's tests are collected, and
a first run notes which test executes which line. Then a warm process is forked for each mutant, the function's
code is exchanged, and the tests that execute the line are run, the quickest first, until one fails. A mutant
that no test notices has survived; so has one on a line that no test executes.

``python -m benchmarks.mutation [room/path …] [--share 0.25] [--most 40]`` adds what it measured to
``mutation.json`` and writes ``mutation.md`` from all that is there.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import fcntl
import importlib
import inspect
import json
import math
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
SEED = 20261122
KEPT = ROOT / "benchmarks" / "mutation.json"

# What is mutated, and the tests that should notice. A folder stands for the modules in it.
TARGETS: dict[str, tuple[str, ...]] = {
    "audit": ("tests/audit",),
    "people/rules": ("tests/people", "tests/trainees"),
    "people/providers/rules": ("tests/people/providers",),
    "personnel/permissions.py": ("tests/personnel",),
    "privacy/permissions.py": ("tests/privacy",),
    "privacy/rules": ("tests/privacy",),
    "programmes/permissions.py": ("tests/programmes",),
    "programmes/rules": ("tests/programmes", "tests/spec"),
    "plans/permissions.py": ("tests/plans",),
    "plans/rules": ("tests/plans",),
    "trainees/permissions.py": ("tests/trainees",),
    "trainees/rules": ("tests/trainees",),
    "organisations/rules.py": ("tests/organisations", "tests/programmes"),
    "curriculum/rules": ("tests/curriculum",),
}
LEFT_OUT = ("apps.py", "acts.py", "models.py", "__init__.py")
AT_MOST_S = 40.0  # of tests for one mutant
WORDS = ("_", "ngettext", "Http404", "PermissionDenied")
QUICK_S = 0.001  # a test takes at least this


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the function's name in it, the line, what was changed, and the new code."""

    module: str
    function: str
    line: int
    change: str
    code: types.CodeType
    path: Path
    around: tuple[int, int]  # first and last line of the function

    def __str__(self) -> str:
        return f"{self.module}.{self.function}:{self.line} {self.change}"


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
        if _is_words(node) or isinstance(node, ast.arg):
            return node
        if isinstance(node, ast.AnnAssign):  # what is annotated is not executed
            node.value = self.visit(node.value) if node.value else None  # type: ignore[assignment]
            return node
        for name, new in variants(node):
            self.count += 1
            self.found.append((getattr(node, "lineno", 0), name))
            if self.count == self.wanted:
                return ast.copy_location(new, node)
        return self.generic_visit(node)


def _is_words(node: ast.AST) -> bool:
    """Text for the screen or for a developer, a docstring or an f-string: not decided on, so not mutated.

    Django shows what Http404 and PermissionDenied are given on its debug pages alone.
    """
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS


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
                span = (function.lineno, function.end_lineno or function.lineno)
                found.append(Mutant(module, name, line, change, code, path, span))
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
    """Collects tests once, and forks a process for each mutant to run some of them.

    Every process has its own copy of one stored database.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="borealis-mutation-"))
        self.items: dict[str, pytest.Item] = {}
        self.failed: set[str] = set()
        self.cover: coverage.Coverage | None = None
        sys.path[:0] = [str(ROOT)]
        importlib.import_module("tests.environment")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        self.template = self.folder / "template.sqlite3"
        connections["default"].settings_dict["NAME"] = str(self.template)
        call_command("migrate", interactive=False, verbosity=0)
        from tests import copies

        copies.told_once()
        connections.close_all()

    def collected(self, tests: tuple[str, ...], then: Callable[[], None]) -> None:
        """Collect the tests, and do something while they can be run."""
        self.then = then
        pytest.main([*PLAIN, "-m", "not browser and not slow", *tests], plugins=[self])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.then()
        return True

    @pytest.fixture(scope="session")
    def django_db_setup(self, django_db_blocker: object) -> None:
        """Uses the copied database as it is, in place of making a new one."""

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self.cover is not None:
            self.cover.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def _runs(self, tests: list[str]) -> Iterator[tuple[str, float]]:
        """Run collected tests one after another; each with the seconds it took."""
        for test, following in zip(tests, [*tests[1:], ""], strict=True):
            began = time.monotonic()
            item = self.items[test]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=self.items.get(following))
            yield test, max(QUICK_S, time.monotonic() - began)

    def passes(self, tests: list[str], mutant: Mutant, longest_s: float) -> str:
        """ "found", "survived", "slow", or "stuck" for a mutant that cannot be put in."""
        return self._forked(lambda: self._tried(tests, mutant), longest_s) or "found"

    def executed(self) -> Executed:
        """Run the tests as they are, and note what each of them executes and how long it takes."""
        found = self._forked(self._noted, 1200.0)
        if not found or found == "slow":
            raise RuntimeError("The tests do not run.")
        return Executed(**json.loads(found))

    def _forked(self, task: Callable[[], str], longest_s: float) -> str:
        """What the task says in a process of its own, or "slow"."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._child(task, writer)
        os.close(writer)
        until, said, open_still = time.monotonic() + longest_s, b"", True
        while open_still:
            ready, _, _ = select.select([reader], [], [], max(0.0, until - time.monotonic()))
            piece = os.read(reader, 1 << 20) if ready else b""
            said, open_still = (said + piece, bool(piece)) if ready else (b"slow", False)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
        return said.decode()

    def _child(self, task: Callable[[], str], writer: int) -> None:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        from django.db import connections

        own = self.folder / f"{os.getpid()}.sqlite3"
        shutil.copyfile(self.template, own)
        connections["default"].settings_dict["NAME"] = str(own)
        said = task().encode()
        own.unlink(missing_ok=True)
        while said:
            said = said[os.write(writer, said) :]
        os._exit(0)

    def _tried(self, tests: list[str], mutant: Mutant) -> str:
        if not exchange(mutant):
            return "stuck"
        return "found" if any(self.failed for _ran in self._runs(tests)) else "survived"

    def _noted(self) -> str:
        self.cover = coverage.Coverage(data_file=None, source=[str(SOURCE / "borealis")])
        self.cover.start()
        seconds = dict(self._runs(list(self.items)))
        self.cover.stop()
        data = self.cover.get_data()
        lines = {
            file: {
                str(line): [test for test in tests_of if test and test not in self.failed]
                for line, tests_of in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        return json.dumps({"lines": lines, "seconds": seconds, "failed": sorted(self.failed)})


PLAIN = ["-q", "-s", "--assert=plain", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"]


@dataclass
class Executed:
    """Which tests execute which line of which file, the seconds of each test, and the tests that fail."""

    lines: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]
    failed: list[str]

    def by(self, path: Path, line: int, around: tuple[int, int]) -> list[str]:
        """The tests that execute the line, or else the function that goes from line to line; quickest first."""
        lines = self.lines.get(str(path), {})
        found = set(lines.get(str(line), ()))
        if not found:
            first, last = around
            found = {t for number, tests in lines.items() if first < int(number) <= last for t in tests}
        chosen, spent = [], 0.0
        for test in sorted(found, key=lambda t: (self.seconds[t], t)):
            spent += self.seconds[test]
            if chosen and spent > AT_MOST_S:
                break
            chosen.append(test)
        return chosen


def main(arguments: list[str]) -> None:
    share = float(arguments[arguments.index("--share") + 1]) if "--share" in arguments else 1.0
    most = int(arguments[arguments.index("--most") + 1]) if "--most" in arguments else 10**6
    wanted = [a for a in arguments if a in TARGETS] or list(TARGETS)
    runner = Runner()
    for target in wanted:
        measured = _measured(runner, target, share, most)
        with _kept() as kept:
            kept[target] = measured
    _write()


def _measured(runner: Runner, target: str, share: float, most: int) -> dict[str, int]:
    """Try a sample of a target's mutants, the same one each time, and print those that survive."""
    every = [mutant for path in modules_of(target) for mutant in mutants_of(path)]
    number = min(most, max(1, round(len(every) * share)))
    chosen = sorted(random.Random(SEED).sample(every, number), key=lambda m: (m.module, m.line))
    counts = {"found": 0, "survived": 0, "slow": 0, "stuck": 0}
    runner.collected(TARGETS[target], lambda: _try(runner, target, chosen, counts))
    tried = number - counts["stuck"]
    caught = counts["found"] + counts["slow"]
    print(f"{target}: {caught} of {tried} found ({len(every)} in all)", flush=True)
    return {"possible": len(every), "tried": tried, "found": caught}


def _try(runner: Runner, target: str, chosen: list[Mutant], counts: dict[str, int]) -> None:
    executed = runner.executed()
    if executed.failed:
        print(f"{target}: not used, since they fail as they are: {', '.join(executed.failed)}", flush=True)
    for mutant in chosen:
        tests = executed.by(mutant.path, mutant.line, mutant.around)
        longest = 15.0 + 5 * sum(executed.seconds[test] for test in tests)
        result = runner.passes(tests, mutant, longest) if tests else "survived"
        counts[result] += 1
        if result == "survived":
            print(f"  survived: {mutant} ({len(tests)} tests)", flush=True)


@contextlib.contextmanager
def _kept() -> Iterator[dict[str, dict[str, int]]]:
    """What was measured until now, by target, to be added to by one process at a time."""
    with KEPT.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        kept: dict[str, dict[str, int]] = json.loads(file.read() or "{}")
        yield kept
        file.truncate(0)
        file.write(json.dumps(kept, indent=2, sort_keys=True) + "\n")


def _interval(found: int, tried: int) -> tuple[float, float]:
    """The 95 % interval of a share, in per cent (Wilson 1927)."""
    z, share = 1.96, found / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    reach = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried)) / (1 + z * z / tried)
    return 100 * (middle - reach), 100 * (middle + reach)


def _write() -> None:
    with _kept() as kept:
        lines = [(target, kept[target]) for target in TARGETS if target in kept]
    tried, found = (sum(line[name] for _t, line in lines) for name in ("tried", "found"))
    rows = "\n".join(
        f"| {t} | {n['possible']} | {n['tried']} | {n['found']} | {100 * n['found'] / n['tried']:.0f} % |"
        for t, n in lines
    )
    low, high = _interval(found, tried)
    text = (
        "# Faults that the tests find\n\nMade by `python -m benchmarks.mutation`. One small fault at a time in a "
        "function, drawn by chance with a fixed seed;\nfound when a test of the room fails or no longer ends.\n\n"
        f"In all {found} of {tried} found, {100 * found / tried:.1f} % (95 % interval {low:.1f}–{high:.1f}).\n\n"
        f"| what | possible | tried | found | |\n|---|---|---|---|---|\n{rows}\n"
    )
    (ROOT / "benchmarks" / "mutation.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

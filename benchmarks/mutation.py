"""How many small faults in the rules, the permissions and the record the tests would find.

Each mutant is one changed expression in one function: a comparison turned, ``and`` for ``or``, a number off
by one, a text emptied, a condition denied, an answer turned, a call left out. The room's tests are collected, and
a first run notes which test executes which line. Then a warm process is forked for each mutant, the function's
code is exchanged, and the tests that execute the line are run, the quickest first, until one fails. A mutant
that no test notices has survived; so has one on a line that no test executes. One with which the tests do not
end is found too: what they may use is the processor's time, so that a busy machine does not find any.

Tests that fail as they are would find every mutant: then nothing is measured for what they test.

``python -m benchmarks.mutation [room/path …] [--share 0.25] [--most 40]`` adds what it measured to
``mutation.json`` and writes ``mutation.md`` from all that is there.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import json
import math
import os
import random
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

from benchmarks.mutants import SOURCE, Mutant, exchange, modules_of, mutants_of

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261122
KEPT = ROOT / "benchmarks" / "mutation.json"

PORTFOLIO = ("tests/portfolio/test_permissions.py",)
TEACHING = ("tests/teaching/test_rules.py",)

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
    "trainees/certificates/permissions.py": ("tests/trainees/test_certificate_permissions.py",),
    "trainees/certificates/rules.py": ("tests/trainees/test_certificates.py",),
    "portfolio/permissions.py": PORTFOLIO,
    "portfolio/conversions/permissions.py": PORTFOLIO,
    "portfolio/dossier/permissions.py": PORTFOLIO,
    "portfolio/panels/permissions.py": (*PORTFOLIO, "tests/portfolio/panels/test_permissions.py"),
    "portfolio/panels/rules.py": ("tests/portfolio/panels/test_rules.py",),
    "portfolio/conversions/rules.py": ("tests/portfolio/conversions/test_rules.py",),
    "portfolio/activities/rules.py": ("tests/portfolio/activities/test_rules.py",),
    "portfolio/signing/rules.py": ("tests/portfolio/signing/test_rules.py",),
    "portfolio/goals/rules.py": ("tests/portfolio/goals/test_workflow.py",),
    "portfolio/assessment/rules": (
        "tests/portfolio/assessment/test_rules.py",
        "tests/portfolio/assessment/test_edges.py",
        "tests/portfolio/assessment/test_forms.py",
        "tests/portfolio/assessment/test_raters.py",
    ),
    "portfolio/dossier/rules": ("tests/portfolio/dossier",),
    "guidance/permissions.py": ("tests/guidance/test_permissions.py",),
    "guidance/rules/__init__.py": ("tests/guidance/test_rules.py",),
    "teaching/permissions.py": ("tests/teaching/test_permissions.py",),
    "teaching/rules": TEACHING,
    "teaching/rules/__init__.py": TEACHING,
    "courses/permissions.py": ("tests/courses/test_permissions.py",),
    "courses/rules": ("tests/courses/test_rules.py",),
    "research/permissions.py": ("tests/research/test_permissions.py",),
    "research/rules": ("tests/research/test_rules.py",),
    "improvement/permissions.py": ("tests/improvement/test_permissions.py",),
    "improvement/rules": ("tests/improvement/test_rules.py", "tests/improvement/test_charts.py"),
    "evaluation/permissions.py": ("tests/evaluation/test_permissions.py",),
    "evaluation/rules/__init__.py": ("tests/evaluation/test_rules.py",),
    "organisations/rules.py": ("tests/organisations", "tests/programmes"),
    "curriculum/rules": ("tests/curriculum",),
}
AT_MOST_S = 40.0  # of tests for one mutant
QUICK_S = 0.001  # a test takes at least this
SLOWER = 5  # times the first run's seconds, of the processor, before a mutant is slow
START_S = 15  # more of these, for what is set up for the first test
WAIT_S = 600.0  # for a process that uses no processor, but waits for ever
NOTE_S = 3600  # of the processor, for the first run


class StoredDatabase:
    """A plugin that comes after that of Django, so that its fixture is the one that tests get."""

    @pytest.fixture(scope="session")
    @classmethod
    def django_db_setup(cls, django_db_blocker: object) -> None:
        """Uses the copied database as it is, in place of making a new one."""


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
        from django.urls import get_resolver

        from tests import copies

        copies.told_once()
        assert get_resolver().url_patterns  # what is read once is not read anew for each mutant
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

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(StoredDatabase())

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
        return self._forked(lambda: self._tried(tests, mutant), math.ceil(longest_s)) or "found"

    def executed(self) -> Executed:
        """Run the tests as they are, and note what each of them executes and how long it takes."""
        found = self._forked(self._noted, NOTE_S)
        if not found or found == "slow":
            raise RuntimeError("The tests do not run.")
        return Executed(**json.loads(found))

    def _forked(self, task: Callable[[], str], longest_s: int) -> str:
        """What the task says in a process of its own; "slow" when it uses more of the processor, or waits."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._child(task, writer, longest_s)
        os.close(writer)
        said = _heard(reader, longest_s * SLOWER + WAIT_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _pid, ended = os.waitpid(child, 0)
        os.close(reader)
        return "slow" if os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGXCPU else said

    def _child(self, task: Callable[[], str], writer: int, longest_s: int) -> None:
        """Do the task in this process, which ends here whatever happens."""
        try:
            os.setpgid(0, 0)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (longest_s, resource.RLIM_INFINITY))
            self._own_database()
            said = task().encode()
            while said:
                said = said[os.write(writer, said) :]
        finally:
            (self.folder / f"{os.getpid()}.sqlite3").unlink(missing_ok=True)
            os._exit(0)

    def _own_database(self) -> None:
        from django.db import connections

        own = self.folder / f"{os.getpid()}.sqlite3"
        shutil.copyfile(self.template, own)
        connections["default"].settings_dict["NAME"] = str(own)

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


def _heard(reader: int, longest_s: float) -> str:
    """All that is written until the other end is closed, or "slow" when that takes too long."""
    until, said = time.monotonic() + longest_s, b""
    while select.select([reader], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(reader, 1 << 20)
        if not piece:
            return said.decode()
        said += piece
    return "slow"


PLAIN = ["-q", "-s", "--assert=plain", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"]


@dataclass
class Executed:
    """Which tests execute which line of which file, the seconds of each test, and the tests that fail."""

    lines: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]
    failed: list[str]

    def by(self, path: Path, line: int, around: tuple[int, int]) -> list[str]:
        """The tests that execute the line, or else the function that goes from line to line; quickest first.

        The tests of a module stay together, so that what they share is made once.
        """
        lines = self.lines.get(str(path), {})
        found = set(lines.get(str(line), ()))
        if not found:
            first, last = around
            found = {t for number, tests in lines.items() if first < int(number) <= last for t in tests}
        quickest: dict[str, float] = {}
        for test in found:
            quickest[_module(test)] = min(self.seconds[test], quickest.get(_module(test), math.inf))
        chosen, spent = [], 0.0
        for test in sorted(found, key=lambda t: (quickest[_module(t)], _module(t), self.seconds[t], t)):
            spent += self.seconds[test]
            if chosen and spent > AT_MOST_S:
                break
            chosen.append(test)
        return chosen


def _module(test: str) -> str:
    return test.partition("::")[0]


def main(arguments: list[str]) -> int:
    """Measure the targets; 1 when the tests of one fail as they are, since its figures are then left as they were."""
    share = float(arguments[arguments.index("--share") + 1]) if "--share" in arguments else 1.0
    most = int(arguments[arguments.index("--most") + 1]) if "--most" in arguments else 10**6
    wanted = [a for a in arguments if a in TARGETS] or list(TARGETS)
    runner, refused = Runner(), []
    for target in wanted:
        measured = _measured(runner, target, share, most)
        if measured is None:
            refused.append(target)
            continue
        with _kept() as kept:
            kept[target] = measured
    _write()
    return 1 if refused else 0


def _measured(runner: Runner, target: str, share: float, most: int) -> dict[str, int] | None:
    """Try a sample of a target's mutants, the same one each time, and print those that survive.

    None when the tests fail as they are, or are not run.
    """
    every = [mutant for path in modules_of(target) for mutant in mutants_of(path)]
    number = min(most, max(1, round(len(every) * share)))
    chosen = sorted(random.Random(SEED).sample(every, number), key=lambda m: (m.module, m.line))
    counts: dict[str, int] = {}
    runner.collected(TARGETS[target], lambda: counts.update(_tried(runner, target, chosen)))
    if not counts:
        print(f"{target}: not measured", flush=True)
        return None
    tried, caught = number - counts["stuck"], counts["found"] + counts["slow"]
    print(
        f"{target}: {caught} of {tried} found, {counts['slow']} of them slow ({len(every)} in all)",
        flush=True,
    )
    return {"possible": len(every), "tried": tried, "found": caught}


def _tried(runner: Runner, target: str, chosen: list[Mutant]) -> dict[str, int]:
    """How many mutants came to each end; nothing when the tests fail as they are."""
    executed = runner.executed()
    if executed.failed:
        print(f"{target}: these tests fail as they are: {', '.join(executed.failed)}", flush=True)
        return {}
    counts = {"found": 0, "survived": 0, "slow": 0, "stuck": 0}
    for mutant in chosen:
        tests = executed.by(mutant.path, mutant.line, mutant.around)
        longest = START_S + SLOWER * sum(executed.seconds[test] for test in tests)
        result = runner.passes(tests, mutant, longest) if tests else "survived"
        counts[result] += 1
        if result in ("survived", "slow"):
            print(f"  {result}: {mutant} ({len(tests)} tests)", flush=True)
    return counts


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
    sys.exit(main(sys.argv[1:]))

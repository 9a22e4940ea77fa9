"""Solves instances of medical student scheduling and writes `benchmarks/mss.md`.

    python -m benchmarks.mss FOLDER [NAME…] [--keep] [--seconds 300] [--threads 2]

FOLDER holds the instances (`*.dzn`, at any depth); names are those of files without their ending. With names the
table is only shown, or with `--keep` their rows are replaced in it. Each instance is solved in a process of its own,
and each plan is judged by `rules.py`.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.mss.published import PUBLISHED
from benchmarks.mss.reading import Malformed, read_instance
from benchmarks.mss.rules import Stay, judge

HERE = Path(__file__).parent
HEAD = (
    "| instance | students | disciplines | published | found | bound | gap | s | CPU s | status |\n"
    "|---|---|---|---|---|---|---|---|---|---|\n"
)
ABOUT = """# Medical student scheduling, measured

Others' instances (Akbarzadeh and Maenhout 2021: `Instance_*`; Zanazzo, Ceschia, Dovier and Schaerf 2024: `I*`), which
are not kept here. The value is to be maximised. *Published* is the best published value; those of the first set are
not published, but optimal values are said to have been found. *Bound* is proven in whole numbers, from prices, without
trusting the linear program; *gap* is (bound − found) / found. At most {seconds:g} seconds for each, {threads}
threads, on {cores} cores that others used too (load {load:.1f} when it ended; {machine}, Python {python}); *s* is that
of the whole process, start and reading included, with the compiled code kept from an earlier run, and *CPU s* what it
used of the processor. Every plan is judged by the rules (`mss/rules.py`). Made by `python -m benchmarks.mss FOLDER`.

"""

NOTES = """
With 12 disciplines every set of them is told apart, the linear program is nearly whole, and its bound is the best
value. With 24 that is out of reach. There prices come first from ways that may repeat a discipline, in rounds of a
smoothed climb, and then from lawful ways, which beams find and bound by what a lattice says is still to be had. A dive
gives one student after the other a way and prices the rest anew; where that leaves a cell short, annealing mends it;
then a few students at a time are planned anew by a dive and a choice among all their ways.

The rows with 24 disciplines were measured with one thread each, two instances at a time, 285 seconds (the processor's
seconds of I40_24_4 and I160_24_4 were not noted); those with 12 are of before, at most 180 seconds. The goal is the
published value and a bound within 2 %. Two of six meet it, each with a better plan than the published: I40_24_1 and
I40_24_2. I160_24_4 has the better plan with a bound 2.5 % above. I160_24_1 and I160_24_2 lack 0.1 % of the published,
with bounds within 1 %. I40_24_4 lacks 1.6 %, its bound is 3.7 % above: with four periods to a discipline the best ways
repeat disciplines, and the prices of lawful ways are still far from their end when time is out. On a machine that is
held by others a dive and annealing can end with cells short, and then there is no plan: that was seen with a sixth of
a core. Next: prices of lawful ways in fewer rounds, and beams that tell apart what the best ways repeat.
"""


@dataclass(frozen=True)
class Outcome:
    """What a run gave; `broken` is what the judge found wrong with the plan."""

    value: int | None
    bound: int | None
    seconds: float
    processor_seconds: float
    broken: list[str]

    @property
    def is_optimal(self) -> bool:
        return self.value is not None and self.value == self.bound


def instances_in(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """The files asked for, in the order of their sets and names."""
    if not folder.is_dir():
        raise click.ClickException(
            f"There is no folder {folder}. The instances are not part of this project: say where they are."
        )
    found = {path.stem: path for path in folder.rglob("*.dzn")}
    if not found:
        raise click.ClickException(f"There are no instances (*.dzn) in {folder}.")
    unknown = sorted(set(names) - set(found))
    if unknown:
        raise click.ClickException(f"There is no {', '.join(unknown)} in {folder}.")
    return [found[name] for name in sorted(names or found, key=_order)]


def _order(name: str) -> tuple[bool, list[int], str]:
    return name.startswith("I") and not name.startswith("Instance"), _numbers(name), name


def _numbers(name: str) -> list[int]:
    return [int(part) for part in name.strip("I").replace("nstance", "").split("_") if part.isdigit()]


def run(path: Path, seconds: float, threads: int) -> Outcome:
    """Solve an instance in a process of its own."""
    roots = str(HERE.parent.parent / "src"), str(HERE.parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(roots)}
    command = [sys.executable, "-m", "benchmarks.mss.one", str(path), str(seconds), str(threads)]
    began, used = time.perf_counter(), _used_by_children()
    told = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout
    took = time.perf_counter() - began, _used_by_children() - used
    found = json.loads(told)
    if found["plan"] is None:
        return Outcome(None, found["bound"], *took, [])
    plan = [[Stay(*stay) for stay in stays] for stays in found["plan"]]
    value, broken = judge(read_instance(path), plan)
    if value != found["value"]:
        broken.append(f"the value is {value}, not {found['value']}")
    return Outcome(value, found["bound"], *took, broken)


def _used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def status(outcome: Outcome, published: int | None) -> str:
    if outcome.broken:
        return f"NOT SOUND: {outcome.broken[0]}"
    if outcome.value is None:
        return "no plan"
    words = ["optimal"] if outcome.is_optimal else []
    if published is not None and outcome.value != published:
        words.append(f"{outcome.value - published:+d} on the published")
    return ", ".join(words)


def row(path: Path, outcome: Outcome) -> str:
    instance = read_instance(path)
    published = PUBLISHED.get(path.stem)
    gap = "–"
    if outcome.value and outcome.bound is not None:
        gap = f"{(outcome.bound - outcome.value) / outcome.value:.2%}"
    cells = [
        path.stem,
        instance.students,
        instance.disciplines,
        "–" if published is None else published,
        "–" if outcome.value is None else outcome.value,
        "–" if outcome.bound is None else outcome.bound,
        gap,
        f"{outcome.seconds:.1f}",
        f"{outcome.processor_seconds:.1f}",
        status(outcome, published),
    ]
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def with_rows(told: str, lines: str) -> str:
    """The rows of a table that is told, those of the same instances replaced."""
    name_of = re.compile(r"\| (I\w+) \|")
    rows = {found[1]: line for line in (told + lines).splitlines() if (found := name_of.match(line))}
    return "".join(f"{rows[name]}\n" for name in sorted(rows, key=_order))


def _write(lines: str, seconds: float, threads: int) -> None:
    about = ABOUT.format(
        seconds=seconds,
        threads=threads,
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        machine=platform.machine(),
        python=platform.python_version(),
    )
    (HERE.parent / "mss.md").write_text(about + HEAD + lines + NOTES, encoding="utf-8")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1)
@click.option("--seconds", default=300.0, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option("--keep", is_flag=True, help="Replace the rows of those named in the table.")
def main(folder: Path, names: tuple[str, ...], seconds: float, threads: int, keep: bool) -> None:
    """Solve the instances in FOLDER, or those named, and write the table."""
    lines, unsound = "", False
    paths = instances_in(folder, names)
    for path in paths:
        try:
            read_instance(path)
        except Malformed as error:
            raise click.ClickException(str(error)) from error
    for path in paths:
        outcome = run(path, seconds, threads)
        unsound |= bool(outcome.broken)
        lines += row(path, outcome)
        click.echo(lines.splitlines()[-1])
        if keep:
            told = (HERE.parent / "mss.md").read_text(encoding="utf-8")
            _write(with_rows(told, lines), seconds, threads)
        elif not names:
            _write(lines, seconds, threads)
    if unsound:
        raise click.ClickException("A plan is not sound.")


if __name__ == "__main__":
    main()

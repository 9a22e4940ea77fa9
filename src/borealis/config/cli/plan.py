"""``borealis plan``: solve, check, explain and simulate rotation plans."""

from __future__ import annotations

import pathlib
import signal
import sys
import time
from typing import TYPE_CHECKING

import click

from borealis.config.cli.solving import (
    IN_FILE,
    OUT_FILE,
    check_can_write,
    language,
    output,
    put_out,
    read,
    seconds,
)

if TYPE_CHECKING:
    from borealis.planner import Problem, Solution
    from borealis.planner.engine.search import Progress
    from borealis.planner.words import Language


@click.group()
def plan() -> None:
    """Rotation plans: solve, check, explain, simulate."""


@plan.command()
@click.argument("problem", type=IN_FILE)
@output
@seconds
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads to use.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the search.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@language
def solve(
    problem: pathlib.Path,
    output: pathlib.Path | None,
    seconds: float,
    threads: int,
    seed: int,
    quiet: bool,
    lang: Language,
) -> None:
    """Make a plan. Ctrl-C ends the search and gives the best plan so far."""
    from borealis import planner

    check_can_write(output)
    given = _problem(problem, lang)
    _make_ready(lang, quiet=quiet)
    stopped = Interrupt()
    found = planner.solve(
        given,
        seconds=seconds,
        threads=threads,
        seed=seed,
        on_progress=None if quiet else _Shown(lang),
        should_stop=stopped,
    )
    put_out(planner.write_solution(found), output)
    if not quiet:
        words = (
            "{}: kostnad {:.10g}, grense {:.10g}, {:.1f} s"
            if lang == "nb"
            else "{}: cost {:.10g}, bound {:.10g}, {:.1f} s"
        )
        click.echo(words.format(found.status, found.cost, found.bound, found.seconds), err=True)


@plan.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@language
def check(problem: pathlib.Path, solution: pathlib.Path, lang: Language) -> None:
    """Judge a plan: the recomputed cost, or every broken rule (and exit code 1)."""
    from borealis import planner
    from borealis.planner.words.breaches import breach_in_words

    given = _problem(problem, lang)
    verdict = planner.check(given, _solution(solution, given, lang))
    if verdict.is_sound:
        click.echo(f"{verdict.cost:.15g}")
        return
    for breach in verdict.breaches:
        click.echo(breach_in_words(breach, lang))
    sys.exit(1)


@plan.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@click.option(
    "--try-seconds", type=float, help="Seconds for trying out each of the dearest places; 0 for none."
)
@language
def explain(problem: pathlib.Path, solution: pathlib.Path, try_seconds: float | None, lang: Language) -> None:
    """Say in words why the plan looks as it does."""
    from borealis import planner
    from borealis.planner.words.reasons import explanation_in_words

    given = _problem(problem, lang)
    reasons = planner.explain(given, _solution(solution, given, lang), try_seconds=try_seconds)
    for line in explanation_in_words(reasons, lang):
        click.echo(line)


@plan.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@click.option("--rates", type=IN_FILE, help="Rates of your own; what it leaves out is as assumed.")
@click.option("--futures", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the futures.")
@click.option("--harden", is_flag=True, help="Try plans with slack too, and compare them.")
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="For each plan tried."
)
@click.option("-o", "--output", type=OUT_FILE, help="Write the outlook to a file too.")
@language
def simulate(
    problem: pathlib.Path,
    solution: pathlib.Path,
    rates: pathlib.Path | None,
    futures: int,
    seed: int,
    harden: bool,
    seconds: float,
    output: pathlib.Path | None,
    lang: Language,
) -> None:
    """Say what life may do to a plan: when each is likely finished, and which arenas jam or stand empty."""
    from borealis import planner
    from borealis.planner import robust
    from borealis.planner.words.outlook import hardened_in_words, outlook_in_words

    check_can_write(output)
    given = _problem(problem, lang)
    plan = _solution(solution, given, lang)
    _check_sound(given, plan, lang)
    drawn = robust.assumed_rates() if rates is None else read(rates, robust.read_rates, lang)
    outlook = robust.simulate(given, plan, rates=drawn, futures=futures, seed=seed)
    lines = outlook_in_words(outlook, lang)
    hardened: tuple[robust.Hardened, ...] = ()
    if harden:

        def again(changed: Problem, search: int) -> Solution:
            return planner.solve(changed, seconds=seconds, seed=search)

        hardened = robust.harden(given, plan, solve=again, rates=drawn, futures=futures, seed=seed)
        lines += hardened_in_words(hardened, lang)
    for line in lines:
        click.echo(line)
    if output is not None:
        put_out(robust.write_outlook(outlook, hardened), output)


@plan.command()
@click.argument("programme")
@click.option("-o", "--output", type=OUT_FILE, help="Problem file; standard output when left out.")
def problem(programme: str, output: pathlib.Path | None) -> None:
    """Write the problem of a programme's trainees, from next month on, as the pages solve it."""
    import json

    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.plans.queries import next_problem

    try:
        found = next_problem(programme, timezone.localdate())
    except LookupError:
        raise click.ClickException(f"Det finnes ikke noe program som heter {programme}.") from None
    put_out(json.dumps(found, ensure_ascii=False, indent=1) + "\n", output)


@plan.command()
def warm() -> None:
    """Make the planner ready, so that the first plan does not wait: a minute or more, once on a machine."""
    from borealis import planner

    planner.warm()


def _make_ready(lang: Language, *, quiet: bool) -> None:
    """Compile what the planner needs before its clock begins, where that has not been done on this machine."""
    from borealis import planner

    if planner.is_warm():
        return
    if not quiet:
        words = (
            "Gjør planleggeren klar, første gang på denne maskinen: om lag et halvt minutt."
            if lang == "nb"
            else "Making the planner ready, the first time on this machine: about half a minute."
        )
        click.echo(words, err=True)
    planner.warm()


def _problem(path: pathlib.Path, lang: Language) -> Problem:
    from borealis import planner

    return read(path, planner.read_problem, lang)


def _solution(path: pathlib.Path, problem: Problem, lang: Language) -> Solution:
    from borealis import planner

    return read(path, lambda file: planner.read_solution(file, problem), lang)


def _check_sound(problem: Problem, solution: Solution, lang: Language) -> None:
    """Refuse a plan that breaks a rule: what would happen to it says nothing. Exit code 1, as `check`."""
    from borealis.planner.check import broken_rules
    from borealis.planner.words.breaches import breach_in_words

    broken = list(broken_rules(problem, solution))
    for breach in broken:
        click.echo(breach_in_words(breach, lang), err=True)
    if broken:
        sys.exit(1)


class _Shown:
    """Shows progress on standard error, at most a few lines a second."""

    def __init__(self, lang: Language) -> None:
        self.words = "kostnad {:.10g}, grense {:.10g}" if lang == "nb" else "cost {:.10g}, bound {:.10g}"
        self.last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.perf_counter()
        if now - self.last > 0.25:
            self.last = now
            click.echo(
                f"{progress.seconds:6.1f} s  {self.words.format(progress.cost, progress.bound)}", err=True
            )


class Interrupt:
    """Turns the first Ctrl-C into a wish to stop; the second ends the program as usual."""

    def __init__(self) -> None:
        self.asked = False
        self.before = signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, self.before)

    def __call__(self) -> bool:
        return self.asked

"""``borealis teaching``: plan, repair, check and explain who hosts and presents a teaching series."""

from __future__ import annotations

import pathlib
import sys
from typing import TYPE_CHECKING

import click

from borealis.config.cli.plan import Interrupt
from borealis.config.cli.solving import (
    IN_FILE,
    check_can_write,
    language,
    output,
    put_out,
    quiet,
    read,
    seconds,
    tell,
)

if TYPE_CHECKING:
    from borealis.planner.teaching import Problem, Solution
    from borealis.planner.words import Language

earlier = click.option(
    "--previous", type=IN_FILE, help="An earlier solution, whose sessions are changed only at a cost."
)


@click.group()
def teaching() -> None:
    """A teaching series: who hosts and presents. Plan, repair, check, explain."""


@teaching.command()
@click.argument("problem", type=IN_FILE)
@output
@earlier
@seconds
@quiet
@language
def rota(
    problem: pathlib.Path,
    output: pathlib.Path | None,
    previous: pathlib.Path | None,
    seconds: float,
    quiet: bool,
    lang: Language,
) -> None:
    """Plan hosts, topics and presenters: none open, goals in time, fair by size."""
    from borealis.planner import teaching as room

    check_can_write(output)
    given = _problem(problem, lang)
    before = None if previous is None else _solution(previous, given, lang)
    found = room.plan(given, before, seconds=seconds, should_stop=Interrupt())
    _tell(given, found, output, quiet, lang)


@teaching.command()
@click.argument("problem", type=IN_FILE)
@click.argument("previous", type=IN_FILE)
@output
@seconds
@quiet
@language
def repair(
    problem: pathlib.Path,
    previous: pathlib.Path,
    output: pathlib.Path | None,
    seconds: float,
    quiet: bool,
    lang: Language,
) -> None:
    """Mend an earlier solution after somebody withdrew: none open, then as few changed as can be."""
    from borealis.planner import teaching as room

    check_can_write(output)
    given = _problem(problem, lang)
    found = room.repair(given, _solution(previous, given, lang), seconds=seconds, should_stop=Interrupt())
    _tell(given, found, output, quiet, lang)


@teaching.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@earlier
@language
def check(
    problem: pathlib.Path, solution: pathlib.Path, previous: pathlib.Path | None, lang: Language
) -> None:
    """Judge a rota: its value counted anew, or every broken rule (and exit code 1)."""
    from borealis.planner import teaching as room
    from borealis.planner.teaching.words.breaches import breach_in_words

    given = _problem(problem, lang)
    before = None if previous is None else _solution(previous, given, lang)
    verdict = room.check(given, _solution(solution, given, lang), before)
    if verdict.is_sound:
        click.echo(_in_figures(verdict.value))
        return
    for breach in verdict.breaches:
        click.echo(breach_in_words(breach, lang))
    sys.exit(1)


@teaching.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@click.option(
    "--swap", help="A session whose host asks to be relieved: who could take it, the cheapest first."
)
@language
def explain(problem: pathlib.Path, solution: pathlib.Path, swap: str | None, lang: Language) -> None:
    """Say why sessions are open or goals not taught in time, or who could take a session over."""
    from borealis.planner import teaching as room
    from borealis.planner.teaching.words.reasons import reasons_in_words, swaps_in_words

    given = _problem(problem, lang)
    found = _solution(solution, given, lang)
    if swap is None:
        lines = reasons_in_words(room.explain(given, found), lang)
    elif swap in {session.id for session in given.sessions}:
        lines = swaps_in_words(room.swaps(given, found, swap), room.check(given, found).value, lang)
    else:
        raise click.BadParameter(f"no session is called {swap}", param_hint="--swap")
    for line in lines:
        click.echo(line)


def _tell(
    problem: Problem, found: Solution, output: pathlib.Path | None, quiet: bool, lang: Language
) -> None:
    """Write the solution, and say in a line what it is worth."""
    from borealis.planner import teaching as room

    put_out(room.write_solution(problem, found), output)
    if not quiet:
        tell(found.status, _in_figures(found.value), _in_figures(found.bound), found.seconds, lang)


def _in_figures(value: object) -> str:
    from borealis.planner.teaching.formats.solution import CRITERIA

    return ", ".join(f"{criterion} {getattr(value, criterion)}" for criterion in CRITERIA)


def _problem(path: pathlib.Path, lang: Language) -> Problem:
    from borealis.planner import teaching as room

    return read(path, room.read_problem, lang)


def _solution(path: pathlib.Path, problem: Problem, lang: Language) -> Solution:
    from borealis.planner import teaching as room

    return read(path, lambda file: room.read_solution(file, problem), lang)

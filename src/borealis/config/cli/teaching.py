"""``borealis teaching``: plan, repair, check and explain who hosts and presents a teaching series."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import TYPE_CHECKING

import click

from borealis.config.cli.plan import IN_FILE, OUT_FILE, Interrupt, language, refuse

if TYPE_CHECKING:
    from borealis.planner.teaching import Problem, Solution
    from borealis.planner.words import Language

seconds = click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Longest time."
)
output = click.option("-o", "--output", type=OUT_FILE, help="Solution file; standard output when left out.")
earlier = click.option(
    "--previous", type=IN_FILE, help="An earlier solution, whose sessions are changed only at a cost."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Do not tell what was found.")


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

    _can_write(output)
    read = _problem(problem, lang)
    before = None if previous is None else _solution(previous, read, lang)
    found = room.plan(read, before, seconds=seconds, should_stop=Interrupt())
    _tell(read, found, output, quiet, lang)


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

    _can_write(output)
    read = _problem(problem, lang)
    found = room.repair(read, _solution(previous, read, lang), seconds=seconds, should_stop=Interrupt())
    _tell(read, found, output, quiet, lang)


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

    read = _problem(problem, lang)
    before = None if previous is None else _solution(previous, read, lang)
    verdict = room.check(read, _solution(solution, read, lang), before)
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

    read = _problem(problem, lang)
    found = _solution(solution, read, lang)
    if swap is None:
        lines = reasons_in_words(room.explain(read, found), lang)
    elif swap in {session.id for session in read.sessions}:
        lines = swaps_in_words(room.swaps(read, found, swap), room.check(read, found).value, lang)
    else:
        raise click.BadParameter(f"no session is called {swap}", param_hint="--swap")
    for line in lines:
        click.echo(line)


def _can_write(output: pathlib.Path | None) -> None:
    if output is not None and not os.access(output.parent, os.W_OK | os.X_OK):
        raise click.BadParameter(f"cannot write in {output.parent}", param_hint="--output")


def _tell(
    problem: Problem, found: Solution, output: pathlib.Path | None, quiet: bool, lang: Language
) -> None:
    """Write the solution, and say in a line what it is worth."""
    from borealis.planner import teaching as room

    text = room.write_solution(problem, found)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
    if not quiet:
        bound = "grense" if lang == "nb" else "bound"
        line = f"{found.status}: {_in_figures(found.value)}; {bound} {_in_figures(found.bound)}"
        click.echo(f"{line}; {found.seconds:.1f} s", err=True)


def _in_figures(value: object) -> str:
    from borealis.planner.teaching.formats.solution import CRITERIA

    return ", ".join(f"{criterion} {getattr(value, criterion)}" for criterion in CRITERIA)


def _problem(path: pathlib.Path, lang: Language) -> Problem:
    from borealis.planner import teaching as room

    try:
        return room.read_problem(path)
    except room.FormatError as error:
        refuse(path, error, lang)


def _solution(path: pathlib.Path, problem: Problem, lang: Language) -> Solution:
    from borealis.planner import teaching as room

    try:
        return room.read_solution(path, problem)
    except room.FormatError as error:
        refuse(path, error, lang)

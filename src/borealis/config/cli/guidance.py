"""``borealis guidance``: place, repair, check and explain guidance sessions in a duty roster."""

from __future__ import annotations

import os
import pathlib
import sys
from typing import TYPE_CHECKING

import click

from borealis.config.cli.plan import IN_FILE, OUT_FILE, Interrupt, language, refuse

if TYPE_CHECKING:
    from borealis.planner.guidance import Problem, Solution
    from borealis.planner.words import Language

seconds = click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Longest time."
)
output = click.option("-o", "--output", type=OUT_FILE, help="Solution file; standard output when left out.")
earlier = click.option(
    "--previous", type=IN_FILE, help="An earlier solution, whose sessions are moved only at a cost."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Do not tell what was found.")


@click.group()
def guidance() -> None:
    """Guidance sessions in the duty roster: place, repair, check, explain."""


@guidance.command()
@click.argument("problem", type=IN_FILE)
@output
@earlier
@seconds
@quiet
@language
def place(
    problem: pathlib.Path,
    output: pathlib.Path | None,
    previous: pathlib.Path | None,
    seconds: float,
    quiet: bool,
    lang: Language,
) -> None:
    """Place sessions: none missing, even spacing, preferred hours, short days, and last few moved."""
    from borealis.planner import guidance as room

    _can_write(output)
    read = _problem(problem, lang)
    before = None if previous is None else _solution(previous, read, lang)
    found = room.place(read, before, seconds=seconds, should_stop=Interrupt())
    _tell(read, found, output, quiet, lang)


@guidance.command()
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
    """Mend an earlier solution after the roster changed: none missing, then as few moved as can be."""
    from borealis.planner import guidance as room

    _can_write(output)
    read = _problem(problem, lang)
    found = room.repair(read, _solution(previous, read, lang), seconds=seconds, should_stop=Interrupt())
    _tell(read, found, output, quiet, lang)


@guidance.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@earlier
@language
def check(
    problem: pathlib.Path, solution: pathlib.Path, previous: pathlib.Path | None, lang: Language
) -> None:
    """Judge a placing: its value counted anew, or every broken rule (and exit code 1)."""
    from borealis.planner import guidance as room
    from borealis.planner.guidance.words.breaches import breach_in_words

    read = _problem(problem, lang)
    before = None if previous is None else _solution(previous, read, lang)
    verdict = room.check(read, _solution(solution, read, lang), before)
    if verdict.is_sound:
        click.echo(_in_figures(verdict.value))
        return
    for breach in verdict.breaches:
        click.echo(breach_in_words(breach, lang))
    sys.exit(1)


@guidance.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@language
def explain(problem: pathlib.Path, solution: pathlib.Path, lang: Language) -> None:
    """Say why sessions are missing, and which change of a duty makes room."""
    from borealis.planner import guidance as room
    from borealis.planner.guidance.words.reasons import reasons_in_words

    read = _problem(problem, lang)
    for line in reasons_in_words(room.explain(read, _solution(solution, read, lang)), lang):
        click.echo(line)


def _can_write(output: pathlib.Path | None) -> None:
    if output is not None and not os.access(output.parent, os.W_OK | os.X_OK):
        raise click.BadParameter(f"cannot write in {output.parent}", param_hint="--output")


def _tell(
    problem: Problem, found: Solution, output: pathlib.Path | None, quiet: bool, lang: Language
) -> None:
    """Write the solution, and say in a line what it is worth."""
    from borealis.planner import guidance as room

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
    from borealis.planner.guidance.formats.solution import CRITERIA

    return ", ".join(f"{criterion} {getattr(value, criterion)}" for criterion in CRITERIA)


def _problem(path: pathlib.Path, lang: Language) -> Problem:
    from borealis.planner import guidance as room

    try:
        return room.read_problem(path)
    except room.FormatError as error:
        refuse(path, error, lang)


def _solution(path: pathlib.Path, problem: Problem, lang: Language) -> Solution:
    from borealis.planner import guidance as room

    try:
        return room.read_solution(path, problem)
    except room.FormatError as error:
        refuse(path, error, lang)

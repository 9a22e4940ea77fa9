"""``borealis guidance``: place, repair, check and explain guidance sessions in a duty roster."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from borealis.config.cli.plan import Interrupt
from borealis.config.cli.solving import (
    IN_FILE,
    check_can_write,
    earlier_in,
    hand_over,
    judge,
    language,
    output,
    problem_in,
    quiet,
    seconds,
    solution_in,
)

if TYPE_CHECKING:
    from borealis.planner.words import Language

earlier = click.option(
    "--previous", type=IN_FILE, help="An earlier solution, whose sessions are moved only at a cost."
)


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

    check_can_write(output)
    given = problem_in(room, problem, lang)
    before = earlier_in(room, previous, given, lang)
    found = room.place(given, before, seconds=seconds, should_stop=Interrupt())
    hand_over(room, given, found, output, quiet, lang)


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

    check_can_write(output)
    given = problem_in(room, problem, lang)
    found = room.repair(
        given, solution_in(room, previous, given, lang), seconds=seconds, should_stop=Interrupt()
    )
    hand_over(room, given, found, output, quiet, lang)


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

    given = problem_in(room, problem, lang)
    before = earlier_in(room, previous, given, lang)
    verdict = room.check(given, solution_in(room, solution, given, lang), before)
    judge(verdict.value, [breach_in_words(breach, lang) for breach in verdict.breaches])


@guidance.command()
@click.argument("problem", type=IN_FILE)
@click.argument("solution", type=IN_FILE)
@language
def explain(problem: pathlib.Path, solution: pathlib.Path, lang: Language) -> None:
    """Say why sessions are missing, and which change of a duty makes room."""
    from borealis.planner import guidance as room
    from borealis.planner.guidance.words.reasons import reasons_in_words

    given = problem_in(room, problem, lang)
    for line in reasons_in_words(room.explain(given, solution_in(room, solution, given, lang)), lang):
        click.echo(line)

"""``borealis teaching``: plan, repair, check and explain who hosts and presents a teaching series."""

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
    given = problem_in(room, problem, lang)
    before = earlier_in(room, previous, given, lang)
    found = room.plan(given, before, seconds=seconds, should_stop=Interrupt())
    hand_over(room, given, found, output, quiet, lang)


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
    given = problem_in(room, problem, lang)
    found = room.repair(
        given, solution_in(room, previous, given, lang), seconds=seconds, should_stop=Interrupt()
    )
    hand_over(room, given, found, output, quiet, lang)


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

    given = problem_in(room, problem, lang)
    before = earlier_in(room, previous, given, lang)
    verdict = room.check(given, solution_in(room, solution, given, lang), before)
    judge(verdict.value, [breach_in_words(breach, lang) for breach in verdict.breaches])


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

    given = problem_in(room, problem, lang)
    found = solution_in(room, solution, given, lang)
    if swap is None:
        lines = reasons_in_words(room.explain(given, found), lang)
    elif swap in {session.id for session in given.sessions}:
        lines = swaps_in_words(room.swaps(given, found, swap), room.check(given, found).value, lang)
    else:
        raise click.BadParameter(f"no session is called {swap}", param_hint="--swap")
    for line in lines:
        click.echo(line)

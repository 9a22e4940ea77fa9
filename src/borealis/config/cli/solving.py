"""What commands that solve a problem in a file share: options, the files, and the line that tells what was found."""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from borealis.planner import FormatError
    from borealis.planner.words import Language

R = TypeVar("R")
P = TypeVar("P")
S = TypeVar("S")


class Room(Protocol[P, S]):
    """A part of the planner with problems and solutions of its own, as its package offers them."""

    def read_problem(self, source: pathlib.Path) -> P: ...

    def read_solution(self, source: pathlib.Path, problem: P) -> S: ...

    def write_solution(self, problem: P, solution: S) -> str: ...


IN_FILE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)
OUT_FILE = click.Path(dir_okay=False, path_type=pathlib.Path)
language = click.option(
    "--lang", type=click.Choice(["nb", "en"]), default="nb", show_default=True, help="Language of messages."
)
seconds = click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Longest time."
)
output = click.option("-o", "--output", type=OUT_FILE, help="Solution file; standard output when left out.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Do not tell what was found.")


def check_can_write(output: pathlib.Path | None) -> None:
    """Refuse before the search, not after it, when its result could not be written."""
    if output is not None and not os.access(output.parent, os.W_OK | os.X_OK):
        raise click.BadParameter(f"cannot write in {output.parent}", param_hint="--output")


def read(path: pathlib.Path, reader: Callable[[pathlib.Path], R], lang: Language) -> R:
    """What a reader makes of a file; every fault is told, and the program ends, when it is none."""
    from borealis.planner.formats.faults import FormatError

    try:
        return reader(path)
    except FormatError as error:
        refuse(path, error, lang)


def refuse(path: pathlib.Path, error: FormatError, lang: Language) -> NoReturn:
    """Print every fault of a file and leave with exit code 2."""
    from borealis.planner.words.faults import fault_in_words

    for fault in error.faults:
        click.echo(f"{path}: {fault_in_words(fault, lang)}", err=True)
    sys.exit(2)


def put_out(text: str, output: pathlib.Path | None) -> None:
    """Write a solution to its file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def tell(status: str, value: str, bound: str, seconds: float, lang: Language) -> None:
    """Say in a line what was found, and what nothing can beat."""
    word = "grense" if lang == "nb" else "bound"
    click.echo(f"{status}: {value}; {word} {bound}; {seconds:.1f} s", err=True)


def problem_in(room: Room[P, S], path: pathlib.Path, lang: Language) -> P:
    """The problem in a file."""
    return read(path, room.read_problem, lang)


def solution_in(room: Room[P, S], path: pathlib.Path, problem: P, lang: Language) -> S:
    """The solution of a problem in a file."""
    return read(path, lambda file: room.read_solution(file, problem), lang)


def earlier_in(room: Room[P, S], path: pathlib.Path | None, problem: P, lang: Language) -> S | None:
    """The earlier solution in a file, where one is given."""
    return None if path is None else solution_in(room, path, problem, lang)


def hand_over(
    room: Room[P, Any], problem: P, found: Any, output: pathlib.Path | None, quiet: bool, lang: Language
) -> None:
    """Write a solution, and say in a line what it is worth."""
    put_out(room.write_solution(problem, found), output)
    if not quiet:
        tell(found.status, in_figures(found.value), in_figures(found.bound), found.seconds, lang)


def in_figures(value: Any) -> str:
    """A value criterion by criterion, in their order."""
    return ", ".join(f"{field.name} {getattr(value, field.name)}" for field in fields(value))


def judge(value: Any, broken: Sequence[str]) -> None:
    """Print what a solution is worth; or every rule that it breaks, and leave with exit code 1."""
    for line in broken or [in_figures(value)]:
        click.echo(line)
    if broken:
        sys.exit(1)

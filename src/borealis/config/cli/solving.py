"""What commands that solve a problem in a file share: options, the files, and the line that tells what was found."""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from borealis.planner import FormatError
    from borealis.planner.words import Language

R = TypeVar("R")

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

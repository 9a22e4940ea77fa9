"""Reading a programme file: what it says, or every problem with its line and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from borealis.programmes.reading.goals import with_goals_written_out
from borealis.programmes.reading.known import Known, SetFacts
from borealis.programmes.reading.meaning import meaning_problems
from borealis.programmes.reading.shape import shape_problems
from borealis.shell.located import Problem, read_located

__all__ = ["Known", "Problem", "SetFacts", "read_programme"]


def read_programme(
    data: bytes | str, known: Callable[[Mapping[str, Any]], Known]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The checked content of a file with goal ranges written out, and its problems by line.

    ``known`` tells, for a content of the right shape, what is stored that it may name. The content is
    None when a problem is an error; warnings let it through.
    """
    located, problems = read_located(data)
    if located is None:
        return None, problems
    problems = [*problems, *shape_problems(located)]
    if not problems:
        around = known(located.content)
        problems = meaning_problems(located, around)
        if not any(problem.severity == "error" for problem in problems):
            return with_goals_written_out(located.content, around), _in_order(problems)
    return None, _in_order(problems)


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Errors before warnings, each by line; the same thing is said once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.severity, p.line, p.column))

"""Whether the choices of a file can be made: among known phases, each in one choice, and not in too many ways."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from borealis.programmes.reading.shape import did_you_mean
from borealis.programmes.reading.words import problem
from borealis.shell.located import Located, Path, Problem

MOST_WAYS = 48
"""Ways in which one trainee can choose, all choices together: as many as the planner tries."""


def choice_problems(located: Located) -> Iterator[Problem]:
    """Choices that cannot be read, unknown and repeated phases, what is no choice, and too many ways."""
    phases = {phase["id"]: phase for phase in located.content["phases"]}
    choices = located.content.get("choices") or []
    whose: dict[str, str] = {}
    is_sound = True
    for index, choice in enumerate(choices):
        at: Path = ("choices", index)
        found = [*_form(located, at, choice), *_members(located, at, choice, phases, whose)]
        is_sound = is_sound and not found
        yield from found
    if not is_sound:
        return
    for index, choice in enumerate(choices):
        yield from _lengths(located, ("choices", index), choice, phases)
    ways = ways_in(located)
    if ways > MOST_WAYS:
        yield problem(located, ("choices",), "too_many_ways", at_key=True, ways=ways, most=MOST_WAYS)


def ways_in(located: Located) -> int:
    """In how many ways one trainee can choose, all choices together. The choices are sound."""
    return math.prod(_many(choice) for choice in located.content.get("choices") or ())


def never_together(located: Located, one: str, other: str) -> bool:
    """Whether a choice keeps two phases from being taken by the same trainee. The choices are sound."""
    for choice in located.content.get("choices") or ():
        ways = _ways(choice)
        members = {code for way in ways for code in way}
        if {one, other} <= members:
            return not any({one, other} <= set(way) for way in ways)
    return False


def _form(located: Located, at: Path, choice: Mapping[str, Any]) -> Iterator[Problem]:
    """A choice is made in one of two ways, and leaves something out."""
    keys = {key for key in ("choose", "of", "options") if key in choice}
    if keys not in ({"choose", "of"}, {"options"}):
        yield problem(located, at, "choice_unclear", value=choice["id"])
    elif "choose" in choice and choice["choose"] >= len(choice["of"]):
        count = len(choice["of"])
        yield problem(located, (*at, "choose"), "nothing_to_choose", choose=choice["choose"], count=count)
    elif "options" in choice:
        yield from _contained(located, at, choice["options"])


def _contained(located: Located, at: Path, options: list[list[str]]) -> Iterator[Problem]:
    """Paths that lie in another: there is then nothing to choose them for."""
    for place, option in enumerate(options):
        for number, other in enumerate(options):
            if set(other) <= set(option) and (set(other) != set(option) or number < place):
                whole, part = ", ".join(option), ", ".join(other)
                path: Path = (*at, "options", place)
                yield problem(located, path, "option_holds_another", option=whole, other=part)
                break


def _members(
    located: Located,
    at: Path,
    choice: Mapping[str, Any],
    phases: Mapping[str, Mapping[str, Any]],
    whose: dict[str, str],
) -> Iterator[Problem]:
    """Phases that do not exist, stand in another choice, or are not for choosing. ``whose`` is written to."""
    for path, code in _named(choice):
        if code not in phases:
            hint = did_you_mean(code, list(phases))
            yield problem(located, (*at, *path), "unknown_phase", value=code, hint=hint)
        elif whose.setdefault(code, choice["id"]) != choice["id"]:
            yield problem(located, (*at, *path), "phase_in_two_choices", value=code, other=whose[code])
        elif phases[code].get("fills_service_time"):
            yield problem(located, (*at, *path), "filler_to_choose", value=code)


def _named(choice: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The phases of a choice, each with its place in it."""
    for place, code in enumerate(choice.get("of") or ()):
        yield ("of", place), code
    for number, option in enumerate(choice.get("options") or ()):
        for place, code in enumerate(option):
            yield ("options", number, place), code


def _ways(choice: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Every way to make a choice, as the phases taken."""
    if "options" in choice:
        return [tuple(option) for option in choice["options"]]
    return list(combinations(choice["of"], choice["choose"]))


def _many(choice: Mapping[str, Any]) -> int:
    return len(choice["options"]) if "options" in choice else math.comb(len(choice["of"]), choice["choose"])


def _lengths(
    located: Located, at: Path, choice: Mapping[str, Any], phases: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    """Ways that take longer than others: time is counted by the shortest."""
    months = {code: phases[code]["months"] for _, code in _named(choice)}
    if "options" in choice:
        lengths = [sum(months[code] for code in option) for option in choice["options"]]
        least, most = min(lengths), max(lengths)
    else:
        each = sorted(months.values())
        least, most = sum(each[: choice["choose"]]), sum(each[-choice["choose"] :])
    if least != most:
        words = f"{least:g}", f"{most:g}"
        code = "options_of_unequal_length"
        yield problem(located, at, code, value=choice["id"], least=words[0], most=words[1])

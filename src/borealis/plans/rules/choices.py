"""What a trainee has left to choose of a programme's choices, and what service done belongs to.

A choice is a list of options, each so many phases, of which exactly one is taken: "choose n of these" is every way
to choose n of them. What is done or begun stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class PhaseChoice:
    """A choice by its id, with its options as codes of phases."""

    id: str
    options: tuple[tuple[str, ...], ...]

    def shortest(self, months: Mapping[str, float]) -> tuple[str, ...]:
        """The option with the fewest months in all, the first of those that are alike."""
        return min(self.options, key=lambda option: sum(months[code] for code in option))


def still_open(choice: PhaseChoice, begun: Set[str], left: Mapping[str, int]) -> PhaseChoice:
    """The choice with the options that can still be taken, each as the phases that are left of it.

    ``begun`` are phases done or begun, ``left`` the months that each would still ask for. Those options can be taken
    that have most of what is begun. Where one of them is done, it is the only one left, and empty.
    """
    most = max(len(begun & set(option)) for option in choice.options)
    fits = [option for option in choice.options if len(begun & set(option)) == most]
    rest = dict.fromkeys(tuple(code for code in option if left[code]) for option in fits)
    return PhaseChoice(choice.id, ((),) if () in rest else tuple(rest))


def unlikely(code: str, choice: PhaseChoice | None, planned: Iterable[str]) -> int:
    """How unlikely it is that service that fits several phases belongs to this one; 0 where nothing speaks against it.

    Of a choice the plan in force tells: 0 for the phases it takes (``planned``), 1 for those of the option that has
    most of them, 2 for those of other options.
    """
    if choice is None or code in (taken := set(planned)):
        return 0
    counts = [len(taken.intersection(option)) for option in choice.options]
    most = max(counts)
    if not most:
        return 0
    likely = any(
        code in option for option, count in zip(choice.options, counts, strict=True) if count == most
    )
    return 1 if likely else 2

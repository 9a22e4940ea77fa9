"""A trainee who has something to choose, as several who have not: one for each way to choose.

All have the same blocks in the same order; a block that is not taken has no months and can never be served.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from borealis.planner.formats.problem import Block, Span, Trainee

MOST_VARIANTS = 48
"""Ways to choose that one trainee may have."""
NEVER = Span(1, 0)


@dataclass(frozen=True, slots=True)
class Variant:
    """A trainee with nothing left to choose, and what was `chosen`: for each choice its blocks."""

    trainee: Trainee
    chosen: dict[str, tuple[str, ...]]


def many_options(trainee: Trainee) -> int:
    """How many ways there are to take an option of every choice."""
    return math.prod(len(choice.options) for choice in trainee.choices)


def variants_of(trainee: Trainee) -> Iterator[Variant]:
    """Every way to choose."""
    for options in product(*(choice.options for choice in trainee.choices)):
        chosen = {choice.id: option for choice, option in zip(trainee.choices, options, strict=True)}
        taken = {block.id for block in trainee.taken(chosen)}
        blocks = tuple(block if block.id in taken else _not_taken(block) for block in trainee.blocks)
        yield Variant(replace(trainee, blocks=blocks, choices=()), chosen)


def _not_taken(block: Block) -> Block:
    return replace(block, months=0, after=(), window=NEVER)

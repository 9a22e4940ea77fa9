"""Reads a trainee's choices, and finds those that cannot be meant."""

import math
from collections.abc import Collection, Iterable
from itertools import combinations

from borealis.planner.formats.cursor import Cursor, kind_of
from borealis.planner.formats.problem import Elective, Trainee
from borealis.planner.formats.variants import MOST_VARIANTS, many_options


def read_choice(cursor: Cursor) -> Elective:
    """A choice: its options, or how many to choose of some blocks."""
    if not cursor.expects(("id", "options", "choose", "of")):
        return Elective("", ())
    name = cursor.text("id")
    if cursor.has("options") == (cursor.has("choose") or cursor.has("of")):
        cursor.fault("choice_unclear", id=name)
        return Elective(name, ())
    if cursor.has("options"):
        return Elective(name, tuple(_names(item) for item in cursor.items("options")))
    return Elective(name, _so_many_of(cursor))


def _names(cursor: Cursor) -> tuple[str, ...]:
    if not isinstance(cursor.value, list | tuple):
        cursor.fault("wrong_type", expected="array", found=kind_of(cursor.value))
        return ()
    return _texts(cursor.at(index) for index in range(len(cursor.value)))


def _texts(items: Iterable[Cursor]) -> tuple[str, ...]:
    return tuple(str(item.value) for item in items if item.is_text())


def _so_many_of(cursor: Cursor) -> tuple[tuple[str, ...], ...]:
    """Every way to choose so many blocks; none where there are too many ways, which is a fault."""
    of = _texts(cursor.items("of", required=True))
    choose = cursor.whole("choose", None, 1, max(1, len(of)))
    if math.comb(len(of), choose) > MOST_VARIANTS:
        cursor.fault("too_many_variants", found=math.comb(len(of), choose), most=MOST_VARIANTS)
        return ()
    return tuple(combinations(of, choose))


def find_in_choices(cursor: Cursor, trainee: Trainee) -> None:
    """Add a fault for names that point nowhere, blocks in two choices, and more ways to choose than can be tried."""
    if not trainee.choices:
        return
    cursor.once("choices", (choice.id for choice in trainee.choices))
    known = {block.id for block in trainee.blocks}
    met: dict[str, str] = {}
    for index, choice in enumerate(trainee.choices):
        at = cursor.at("choices").at(index)
        _blocks(at, choice, known)
        for name in sorted(choice.blocks & met.keys()):
            at.fault("block_in_two_choices", block=name, other=met[name])
        met |= dict.fromkeys(choice.blocks, choice.id)
        agreed = {block.id for block in trainee.blocks if block.fixed} & choice.blocks
        if choice.options and not any(agreed <= set(option) for option in choice.options):
            at.fault("fixed_in_no_option", id=choice.id, blocks=", ".join(sorted(agreed)))
    if many_options(trainee) > MOST_VARIANTS:
        cursor.fault("too_many_variants", "choices", found=many_options(trainee), most=MOST_VARIANTS)


def _blocks(cursor: Cursor, choice: Elective, known: Collection[str]) -> None:
    if not choice.options:
        cursor.fault("choice_unclear", id=choice.id)
    lists = [cursor.at("of")] if cursor.has("of") else list(cursor.items("options"))
    for names in lists:
        seen: set[str] = set()
        for index, name in enumerate(names.value):
            names.known("unknown_block", index, name, known)
            if name in seen:
                names.fault("duplicate_id", index, id=name)
            seen.add(name)

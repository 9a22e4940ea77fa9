"""Reads what a plan says is taken of a trainee's choices, and when courses are attended."""

from collections.abc import Collection

from borealis.planner.formats.cursor import Cursor


def read_chosen(
    cursor: Cursor, choices: Collection[str], blocks: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """For each choice its blocks; nothing where the plan says nothing."""
    if not cursor.has("chosen"):
        return {}
    at = cursor.at("chosen")
    if not at.expects(()):
        return {}
    found = {}
    for name in at.value:
        at.known("unknown_choice", name, name, choices)
        items = [item for item in at.items(name, required=True) if item.is_text()]
        for item in items:
            if item.value not in blocks:
                item.fault("unknown_block", id=item.value, meant="")
        found[name] = tuple(item.value for item in items)
    return found


def read_attended(cursor: Cursor, courses: Collection[str]) -> dict[str, int | None]:
    """For each course its month, None where it is not attended; nothing where the plan says nothing."""
    if not cursor.has("courses"):
        return {}
    at = cursor.at("courses")
    if not at.expects(()):
        return {}
    for name in at.value:
        at.known("unknown_course", name, name, courses)
    return {name: at.month(name, required=False) for name in at.value}

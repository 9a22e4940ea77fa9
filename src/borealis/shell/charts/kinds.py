"""What the colours mean: one class for the surface and one for the words upon it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "done", "now", "planned", "leave", "research", "research_planned", "waiting",
    "old", "changed", "ghost",
    "reached", "sent", "begun", "not_begun", "attention",
]  # fmt: skip


class Look(NamedTuple):
    """The classes of a kind in charts.css."""

    fill: str
    text: str


LOOKS: dict[str, Look] = {
    # time in a plan
    "done": Look("f-done", "tx-done"),
    "now": Look("f-now", "tx-now"),
    "planned": Look("f-plan", "tx-plan"),
    "leave": Look("f-leave", "tx-ice"),
    "research": Look("f-res", "tx-blk"),
    "research_planned": Look("f-res-plan", "tx-ice"),
    "waiting": Look("f-wait", "tx-amb"),
    # two plans beside each other
    "old": Look("f-old", "tx-blk"),
    "changed": Look("f-chg", "tx-now"),
    "ghost": Look("f-ghost", "tx-ice"),
    # learning goals and hours
    "reached": Look("f-now", "tx-now"),
    "sent": Look("f-sent", "tx"),
    "begun": Look("f-work", "tx"),
    "not_begun": Look("f-empty", "tx"),
    "attention": Look("f-amber", "tx"),
}

# What a block becomes after today, when it goes on: solid is what has been, tinted what is meant.
AFTER_TODAY: dict[str, str] = {"now": "planned", "research": "research_planned"}

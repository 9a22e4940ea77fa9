"""The search for a problem that is not parted, and what is left to do when it was stopped."""

from __future__ import annotations

import random

from borealis.planner.engine.few import search_few
from borealis.planner.engine.fleet import MANY
from borealis.planner.engine.many import search_many
from borealis.planner.engine.search import Search
from borealis.planner.engine.start import plan_in_turn


def search_all(search: Search, chance: random.Random) -> None:
    """Search for everyone in the way that fits how many they are."""
    if search.everyone:
        way = search_few if len(search.everyone) <= MANY else search_many
        way(search, chance)


def plan_the_rest(search: Search) -> None:
    """After a stop: whoever has no plan takes what is free, though the time is out."""
    if not all(column.runs for column in search.plan):
        search.clock.forgive()
        plan_in_turn(search)

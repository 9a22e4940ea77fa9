"""Compiles the kernel, so that the first plan does not wait for it: a tiny problem takes every way there is."""

from __future__ import annotations

from typing import Any

import numpy as np

from borealis.planner.engine.ascent import climb
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.fleet import WHOLE, Fleet
from borealis.planner.engine.growth import grow
from borealis.planner.engine.kernel import fill, nodes_within, plans_within
from borealis.planner.engine.model import build_model
from borealis.planner.engine.search import Search
from borealis.planner.engine.smoothed import Smoothed
from borealis.planner.formats.problem import Arena, Block, Calendar, Choice, Problem, Quantity, Span, Trainee


def is_compiled() -> bool:
    """Whether the kernel is compiled already, in this process or kept on this machine by another."""
    return all(_is_known(function) for function in (fill, nodes_within, plans_within, grow, climb))


def _is_known(function: Any) -> bool:
    """Whether a function is compiled, or was never meant to be. What is kept of an older version does not count."""
    if not hasattr(function, "signatures") or function.signatures:
        return True
    kept = getattr(function._cache, "_cache_file", None)
    return bool(kept is not None and kept._load_index())


def warm_kernel() -> None:
    """A minute or more the first time on a machine, and after an update; afterwards a moment."""
    always = Span(0, None)
    arena = Arena("ward", "site", (Quantity(always, 1),))
    block = Block("block", 3, (Choice("ward"),), min_stint=1)
    half_to_begin_with = Trainee("half", "site", 0, 3, (block,), fraction=(Quantity(Span(0, 2), 50),))
    trainees = (Trainee("full", "site", 0, 3, (block,)), half_to_begin_with)
    model = build_model(Problem(Calendar(0, 6), (arena,), trainees))
    fleet = Fleet(model)
    cells = np.zeros(model.places.size + 1, dtype=np.int64)
    priced = fleet.price(cells, [0, 1], WHOLE, more=1)
    fleet.within(cells, 0, 0, 10)
    fleet.narrow(cells, priced.values)
    search = Search(model, fleet, Clock(None, None))
    known = Smoothed(search, search.everyone, search.places, search.minimum)
    known.add(priced.columns)
    known.solve(1.0, steps=1)

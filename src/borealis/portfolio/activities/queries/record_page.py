"""What the page for recording offers first, guessed from where the trainee is now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from borealis.organisations.queries import arenas
from borealis.plans.queries import stored_plans
from borealis.portfolio.activities.queries.list_page import Bar, bar_of
from borealis.portfolio.activities.queries.totals import template_totals
from borealis.portfolio.activities.rules import Total, in_order_of_use
from borealis.portfolio.activities.terms import Terms, arena_on
from borealis.shell.language import localised
from borealis.trainees.directory import Trainee

SHOWN_FIRST = 8


@dataclass(frozen=True)
class Guess:
    """Where the trainee is on a day: an arena's code and name, both "" when it is not known."""

    arena: str = ""
    name: str = ""


def guess_of(trainee: Trainee, terms: Terms, day: dt.date) -> Guess:
    """The arena of the service that is registered on the day, else of the plan's month."""
    code = arena_on(trainee, day) or _planned(trainee.pk, day)
    arena = terms.document.arena(code) if terms.document and code else None
    if arena is None:
        return Guess()
    row = arenas([code]).get(code)
    return Guess(code, localised(row, "name")) if row else Guess()


def _planned(trainee_id: int, day: dt.date) -> str:
    plan = stored_plans([trainee_id]).get(trainee_id)
    month = f"{day:%Y-%m}"
    stints = plan.content.stints if plan else ()
    return next((stint.arena for stint in stints if stint.first <= month <= stint.through), "")


def record_page(trainee: Trainee, terms: Terms, guess: Guess, chosen: str) -> dict[str, Any]:
    """The activities of the programme with what is done of each: the likeliest first, the rest folded."""
    done = template_totals(trainee.pk)
    bars = {t.id: bar_of(t, done.get(t.id, Total())) for t in terms.templates}
    order = in_order_of_use(bars, _offered(terms, guess), {key: total.rows for key, total in done.items()})
    first = order[:SHOWN_FIRST]
    if chosen in bars and chosen not in first:
        first = (chosen, *first[: SHOWN_FIRST - 1])
    rest: list[Bar] = [bars[key] for key in bars if key not in first]
    return {"first": [bars[key] for key in first], "rest": rest, "guess": guess, "other": not bars}


def _offered(terms: Terms, guess: Guess) -> set[str]:
    """Activities whose first goal is one of the main goals of the arena."""
    arena = terms.document.arena(guess.arena) if terms.document else None
    if arena is None:
        return set()
    return {template.id for template in terms.templates if template.codes and template.codes[0] in arena.main}


def batch_page(trainee: Trainee, terms: Terms, guess: Guess) -> list[Bar]:
    """Every activity of the programme, the likeliest first."""
    page = record_page(trainee, terms, guess, "")
    return [*page["first"], *page["rest"]]

"""What the positions of a proposal would get, and what room they take."""

from __future__ import annotations

from typing import Any

from borealis.plans.models import Proposal
from borealis.plans.position_words import (
    given_up_words,
    minimum_words,
    position_word,
    room_words,
    should_have_begun,
)
from borealis.plans.queries.charts import lanes_of_new
from borealis.plans.queries.pages import stint_row
from borealis.plans.rules.comparison import waiting
from borealis.plans.rules.months import first_day, last_day, later, month_of
from borealis.plans.rules.positions import HeldMinimum, is_overdue, position_contents, positions_from
from borealis.plans.words import phase_word
from borealis.programmes.rules import ProgrammeDocument
from borealis.shell.words import month_year, months_long


def positions_in(proposal: Proposal, document: ProgrammeDocument | None) -> dict[str, Any]:
    """What the positions of a proposal would get, and what room they take; nothing where it has none."""
    contents = position_contents(proposal.problem, proposal.facts, proposal.solution)
    if not contents:
        return {}
    rows, stays, first = [], [], proposal.first_month
    for pk, position in positions_from(proposal.facts).items():
        content, name = contents[pk], position_word(position)
        if is_overdue(position.first, later(month_of(first), -1)):
            name = should_have_begun(name)
        begins = content.stints[0].first if content.stints else None
        rows.append(
            {
                "name": name,
                "begins": month_year(first_day(begins)) if begins else "–",
                "end": month_year(first_day(content.planned_end)) if begins else "–",
                "waits": months_long(waiting(content)) if waiting(content) else "",
                "missing": ", ".join(
                    f"{phase_word(part.phase, document)} {months_long(part.months)}"
                    for part in content.unplaced
                ),
                "lanes": lanes_of_new(name, content, document, first),
            }
        )
        stays += [stint_row(stint, document, name=name) for stint in content.stints]
    held = [HeldMinimum(**row) for row in proposal.facts.get("held_minimums", ())]
    return {
        "rows": rows,
        "stays": stays,
        "last": last_day(max(content.planned_end for content in contents.values())),
        "given_up": given_up_words(proposal.facts.get("months_given_up")),
        "minimums": [minimum_words(one, document) for one in held],
        "sentence": room_words(len(rows)),
    }

"""The page of what the trainee wishes of the plan, and of credited phases."""

from __future__ import annotations

from typing import Any

from borealis.organisations.queries import arenas
from borealis.programmes.queries import programme
from borealis.shell.language import localised, text_in
from borealis.trainees.queries.record import training_record
from borealis.trainees.wording import WISH_WORDS


def wishes_page(trainee_id: int) -> dict[str, Any]:
    """Wishes and credits with the programme's own names."""
    record = training_record(trainee_id)
    current = programme(record.programme_code)
    phases = {phase.id: text_in(phase.name) for phase in current.document.phases} if current else {}
    places = arenas({wish.arena for wish in record.wishes if wish.arena})
    return {
        "wishes": [
            {
                "row": wish,
                "kind": WISH_WORDS[wish.kind],
                "phase": phases.get(wish.phase, wish.phase),
                "arena": localised(places[wish.arena], "name") if wish.arena in places else "",
            }
            for wish in record.wishes
        ],
        "credits": [
            {"row": credit, "phase": phases.get(credit.phase, credit.phase)}
            for credit in record.phase_credits
        ],
    }

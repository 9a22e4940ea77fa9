"""Which goals a doctor can send in now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from borealis.curriculum.queries import GoalView
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goals_with_state
from borealis.trainees.rules import step
from borealis.trainees.wording import SHOWN_WORDS, STATE_WORDS


def goals_to_submit(trainee: Trainee) -> list[dict[str, Any]]:
    """The goals that can be sent in, by group: those that are in progress before those not begun."""
    found = []
    for group in goals_with_state(trainee.pk):
        rows = [
            {
                "goal": line.goal,
                "words": str(STATE_WORDS[line.state] if line.state else SHOWN_WORDS["not_begun"]),
                "begun": line.state is not None,
            }
            for line in group.goals
            if step(line.state, "submit")
        ]
        if rows:
            rows.sort(key=lambda row: not row["begun"])
            name = f"{group.count.code} {group.count.name}"
            found.append({"name": name, "rows": rows, "begun": any(row["begun"] for row in rows)})
    return sorted(found, key=lambda group: not group["begun"])


def chosen_goals(trainee: Trainee, keys: Iterable[str]) -> list[GoalView]:
    """The goals with these keys among those that the doctor follows, in the doctor's order."""
    wanted = {int(key) for key in keys if key.isascii() and key.isdigit()}
    return [
        line.goal for group in goals_with_state(trainee.pk) for line in group.goals if line.goal.pk in wanted
    ]

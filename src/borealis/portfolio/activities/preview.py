"""What a list would add under the chosen columns, before anything is stored."""

from __future__ import annotations

from typing import Any

from borealis.portfolio.activities.import_form import ColumnsForm
from borealis.portfolio.activities.wording import COLUMN_WORDS, KIND_WORDS

SHOWN_LINES = 30


def preview_of(form: ColumnsForm) -> dict[str, Any]:
    """The first new lines in words, those that stand already, faults by line, and the mark of all this."""
    if not form.is_valid():
        return {"faults": [], "new": [], "same": [], "number": 0, "digest": "", "ready": False}
    reading = form.reading()
    chosen = reading.lines if form.cleaned_data["with_same"] else reading.new
    names = {template.id: template.name for template in form.terms.templates}
    codes = {goal.pk: goal.code for goal in form.terms.goals}
    by_template = {template.id: template.codes for template in form.terms.templates}
    return {
        "faults": [(fault, COLUMN_WORDS[fault.column]) for fault in reading.faults],
        "new": [
            {
                "line": line.number,
                "content": line.content,
                "activity": names.get(line.content.template) or KIND_WORDS[line.content.kind],
                "goals": by_template.get(line.content.template, ())
                if line.content.goals is None
                else [codes[pk] for pk in line.content.goals],
            }
            for line in chosen[:SHOWN_LINES]
        ],
        "same": reading.same,
        "number": len(chosen),
        "more": max(0, len(chosen) - SHOWN_LINES),
        "digest": form.digest(),
        "ready": bool(chosen) and not reading.faults,
    }

"""The way of a learning goal to a decision (§ 26), as a page of the documentation.

python scripts/goals.py            write docs/reference/goal-workflow.md from the table
python scripts/goals.py --check    fail when the page says something else than the table
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "goal-workflow.md"
HEAD = """# Læringsmålets vei til en avgjørelse

Written by `python scripts/goals.py` from `trainees/rules/goal_states.py`; checks, pages and tests read the same table.
Nobody decides on own training. Both recommendations (§ 26 first paragraph) are given by two different persons: the
guide in force, and one who took part in supervision. What was sent in, recommended and decided stays for good.
"""
NOT_BEGUN = "ikke_begynt"


def page() -> str:
    """The page as the table says it, in bokmål."""
    from django.utils import translation

    from borealis.trainees.rules import GOAL_TRANSITIONS
    from borealis.trainees.wording import ACT_WORDS, ACTOR_WORDS, NEED_WORDS, SHOWN_WORDS, STATE_WORDS

    with translation.override("nb"):
        names: dict[str | None, str] = {code: str(words) for code, words in STATE_WORDS.items()}
        names[None] = str(SHOWN_WORDS["not_begun"])
        rows = [
            f"| {names[t.from_state]} | {ACT_WORDS[t.act]} (`{t.act}`) | {names[t.to_state]} "
            f"| {', '.join(str(ACTOR_WORDS[a]) for a in t.actors)} "
            f"| {'; '.join(str(NEED_WORDS[n]) for n in t.needs)} | {t.section} |"
            for t in GOAL_TRANSITIONS
        ]
        used = dict.fromkeys(s for t in GOAL_TRANSITIONS for s in (t.from_state, t.to_state))
        diagram = [
            "```mermaid",
            "stateDiagram-v2",
            *(f'    state "{names[state]}" as {state or NOT_BEGUN}' for state in used),
            f"    [*] --> {NOT_BEGUN}",
            *(
                f"    {t.from_state or NOT_BEGUN} --> {t.to_state}: {ACT_WORDS[t.act]}"
                for t in GOAL_TRANSITIONS
            ),
            "    approved --> [*]",
            "```",
        ]
    table = ["| Fra | Handling | Til | Hvem | Krever | Hjemmel |", "|---|---|---|---|---|---|", *rows]
    return "\n".join([HEAD, *table, "", *diagram, ""])


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    os.environ.setdefault("BOREALIS_HOME", tempfile.mkdtemp(prefix="borealis-goals-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borealis.config.settings")
    import django

    django.setup()
    if arguments == ["--check"]:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        if not fresh:
            print(f"{PAGE.name} is not what the table says. Run: python scripts/goals.py")
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

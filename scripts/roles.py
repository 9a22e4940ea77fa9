"""The table of roles and what they may do, as a page of the documentation.

python scripts/roles.py            write docs/reference/roles.md from the data
python scripts/roles.py --check    fail when the page says something else than the data
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "roles.md"
HEAD = """# Roller og tilgang

Written by `python scripts/roles.py` from `people/rules/roles.py` and `people/words.py`; the page `/roller/` shows the
same. A role reaches its place and everything below it, between its first and last day. A role that follows from a
post ends with the post. Nobody gives, changes or ends own roles.
"""


def page() -> str:
    """The page as the data says it, in bokmål."""
    from django.utils import translation

    from borealis.people.words import all_roles

    with translation.override("nb"):
        rows = [
            f"| {role.name} (`{role.code}`) | {' '.join(role.sentences)} | {role.scope} | {role.given_by} |"
            for role in all_roles()
        ]
    return "\n".join([HEAD, "| Rolle | Hva den gir | Hvor | Gis av |", "|---|---|---|---|", *rows, ""])


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    os.environ.setdefault("BOREALIS_HOME", tempfile.mkdtemp(prefix="borealis-roles-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borealis.config.settings")
    import django

    django.setup()
    if arguments == ["--check"]:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        if not fresh:
            print(f"{PAGE.name} is not what the data says. Run: python scripts/roles.py")
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

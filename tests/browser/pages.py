"""The pages that a browser looks at: add a line for each new page.

``path`` may hold words in braces, filled from the mapping that ``fixture`` returns; ``who`` is the e-mail
of the person who looks (braces here too), empty for a reader who is signed out. Fixtures live in
``tests/browser/conftest.py`` or beside the page's own tests and must make their data through actions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, and the fixture that makes what is on it."""

    name: str
    path: str
    who: str = ""
    fixture: str = ""
    status: int = 200


PAGES = (
    Page("style_guide", "/stil/"),
    Page("style_guide_form", "/stil/skjema/"),
    Page("style_guide_form_with_errors", "/stil/skjema/?feil=1"),
    Page("style_guide_signed_in", "/stil/", who="{head}", fixture="department_people"),
    Page("accessibility", "/tilgjengelighet/"),
    Page("privacy", "/personvern/"),
    Page("about_figures", "/om-tallene/"),
    Page("not_found", "/finnes-ikke/", status=404),
)

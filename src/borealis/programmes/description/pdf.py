"""The description as a PDF, set by Typst on the server from the same values as the page."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from borealis.programmes.description.parts import Description
from borealis.programmes.description.words import day_words
from borealis.shell.pdf import make_pdf

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "programmes" / "description.typ"


def pdf_of(description: Description, on: dt.date, address: str) -> bytes:
    """The pages, with the day and the address at the foot."""
    words = {"day": day_words(on), "address": address}
    content = {
        **dataclasses.asdict(description),
        "language": (get_language() or "nb")[:2],
        "foot": _("Skrevet ut fra Borealis %(day)s. %(address)s") % words,
        "contents": _("Planen følger § 22 bokstav e i spesialistforskriften."),
        "legend": [_("Hovedarena"), _("Bidrar"), _("Ikke her")],
    }
    return make_pdf(TEMPLATE, content)

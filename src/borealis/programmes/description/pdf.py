"""The description as a PDF, set by Typst on the server from the same values as the page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from importlib import resources

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from borealis.programmes.description.parts import Description
from borealis.programmes.description.words import day_words


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
    template = resources.files("borealis.programmes") / "templates" / "programmes" / "description.typ"
    fonts = resources.files("borealis.shell") / "fonts"
    pdf: bytes = typst.compile(  # type: ignore[misc]
        template.read_bytes(),
        font_paths=[str(fonts)] if fonts.is_dir() else [],
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    return pdf

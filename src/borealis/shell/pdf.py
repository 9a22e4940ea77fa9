"""Making a PDF from a Typst template and data. The same data give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

Standard = Literal["a-2a", "a-3a", "ua-1"]

FONTS = Path(__file__).parent / "fonts"
TAGGED: tuple[Standard, ...] = ("ua-1",)  # PDF/UA-1: can be read aloud
ARCHIVE: tuple[Standard, ...] = (
    "a-2a",
    "ua-1",
)  # PDF/A-2a as well: can be kept; the template must set the document's date


def make_pdf(template: Path, data: dict[str, Any], standards: Sequence[Standard] = TAGGED) -> bytes:
    """Typeset a template; it reads ``data`` as JSON from ``sys.inputs.data``. Raises when a standard is not met."""
    import typst

    document: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=list(standards),
    )
    return document

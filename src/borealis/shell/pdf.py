"""Making a PDF from a Typst template and data. The same data give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"


def make_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """Typeset a template; it reads ``data`` as JSON from ``sys.inputs.data``. Tagged PDF (PDF/UA-1)."""
    import typst

    document: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return document

"""Forms as they read when they were answered."""

from __future__ import annotations

from collections.abc import Iterable

from borealis.portfolio.assessment.rules import Form, form_of
from borealis.portfolio.models import FormWording


def wordings(digests: Iterable[str]) -> dict[str, Form]:
    """The kept forms, by digest."""
    rows = FormWording.objects.filter(digest__in=set(digests))
    return {row.digest: form_of(row.content) for row in rows}

"""The assessor's own page: what I have been asked for, what I have given, and how my levels compare."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from borealis.portfolio.assessment.chart import difference_chart
from borealis.portfolio.assessment.library import form_in_use
from borealis.portfolio.assessment.queries.rows import views
from borealis.portfolio.assessment.queries.tendencies import beside, graded, tendencies_in, tops
from borealis.portfolio.assessment.rules import FEWEST_RATED, share
from borealis.portfolio.assessment.wording import CALL_WORDS
from borealis.portfolio.models import Ask, Assessment
from borealis.shell.language import text_in
from borealis.shell.words import MINUS, number

NEWEST, LATEST = 8, 60


def assessor_page(person_id: int, now: dt.datetime) -> dict[str, Any]:
    """What a person has given and is asked for; seen by that person alone."""
    given = views(Assessment.objects.filter(assessor_id=person_id, corrected_by=None))
    return {
        "asks": _asks(person_id, now),
        "newest": given[:NEWEST],
        "older": given[NEWEST:LATEST],
        "number": len(given),
        "comparison": _comparison(person_id),
        "needed": FEWEST_RATED,
        "shares": _shares(person_id),
    }


def _asks(person_id: int, now: dt.datetime) -> list[tuple[Ask, str]]:
    rows = Ask.objects.filter(asked_id=person_id, kind="assessment", state="open", expires_at__gt=now)
    found = []
    for ask in rows.select_related("trainee__person").order_by("asked_at"):
        listed = form_in_use(ask.form)
        if listed is not None:
            found.append((ask, text_in(listed.form.name)))
    return found


def _comparison(person_id: int) -> dict[str, Any] | None:
    """The difference from what others gave the same trainees; None when nothing can be compared."""
    found = tendencies_in(beside(person_id)).get(person_id)
    if found is None:
        return None
    sentence = _(
        "Anslaget er %(difference)s trinn, trolig mellom %(low)s og %(high)s. Bygger på %(n)d nivåer."
    ) % {
        "difference": _signed(found.difference),
        "low": _signed(found.low),
        "high": _signed(found.high),
        "n": found.number,
    }
    return {
        "call": found.call,
        "number": found.number,
        "words": CALL_WORDS[found.call],
        "sentence": sentence,
        "drawn": difference_chart(found, sentence),
    }


def _signed(value: float) -> str:
    """With its sign: "+0,4", "−0,2", "0"."""
    text = number(value, 1)
    return text if text == "0" or text.startswith(MINUS) else f"+{text}"


def _shares(person_id: int) -> list[dict[str, Any]]:
    """For each form, the share of highest levels that I gave, beside everyone's at the same departments."""
    own = tops(graded().filter(assessor_id=person_id).values_list("form_digest", "level"))
    every = tops(beside(person_id).exclude(assessor_id=person_id).values_list("form_digest", "level"))
    return [
        {
            "name": text_in(form.name),
            "own": share(hits, total),
            "others": share(*every[code][:2]) if code in every else None,
        }
        for code, (hits, total, form) in sorted(own.items())
    ]

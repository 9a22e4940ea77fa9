"""Words of teaching that several pages share."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WEEKDAYS: tuple[Promise, ...] = (
    _("mandag"),
    _("tirsdag"),
    _("onsdag"),
    _("torsdag"),
    _("fredag"),
    _("lørdag"),
    _("søndag"),
)
EVERY_WORDS: dict[str, Promise] = {"week": _("hver uke"), "month": _("hver måned")}
STATE_WORDS: dict[str, Promise] = {"planned": _("planlagt"), "held": _("holdt"), "cancelled": _("avlyst")}
PRESENTER_WORDS: dict[str, Promise] = {
    "any": _("hvem som helst"),
    "trainee": _("lege i spesialisering"),
    "specialist": _("spesialist"),
}
RATING_WORDS: dict[int, Promise] = {1: _("lite nyttig"), 2: _("nyttig"), 3: _("svært nyttig")}

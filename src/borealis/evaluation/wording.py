"""Words of states and acts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEASURE_WORDS: dict[str, Promise] = {
    "planned": _("Planlagt"),
    "begun": _("Begynt"),
    "done": _("Gjort"),
    "dropped": _("Lagt bort"),
}
MEASURE_ACTS: dict[str, Promise] = {
    "begin": _("Begynn"),
    "finish": _("Det er gjort"),
    "drop": _("Legg bort"),
}

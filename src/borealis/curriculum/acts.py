"""What is done with learning goals, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "load_curriculum": _("leste inn læringsmålene som følger med"),
    "import_curriculum": _("importerte læringsmål"),
    "undo_import_curriculum": _("angret en import av læringsmål"),
}

"""What is done with imports and keys, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "import_personnel": _("tok i bruk en fil med personer"),
    "undo_personnel_import": _("angret en fil med personer"),
    "make_feed_key": _("laget en nøkkel for innhenting"),
    "revoke_feed_key": _("trakk tilbake en nøkkel for innhenting"),
}

"""What is done with programmes, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "apply_programme": _("tok i bruk en ny versjon av utdanningsplanen for en spesialitet"),
}

"""Addresses on the web: where a series meets, and what belongs to a session."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from borealis.people.actions.refusals import Refusals

LONGEST_LINK = 500
NOT_AN_ADDRESS = gettext_lazy(
    "Dette er ingen nettadresse. Kopier hele, for eksempel https://mote.example/rom."
)
_is_web_address = URLValidator(schemes=["https", "http"])


def check_link(refusals: Refusals, field: str, link: str) -> str:
    """The address, or a refusal that says how one looks. Empty is none."""
    link = link.strip()
    if not link:
        return ""
    if len(link) > LONGEST_LINK:
        refusals.add(field, _("Adressen er for lang. Bruk en på høyst 500 tegn."))
        return link
    try:
        _is_web_address(link)
    except ValidationError:
        refusals.add(field, str(NOT_AN_ADDRESS))
    return link

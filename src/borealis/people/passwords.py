"""What a password must be, and how it is kept. Messages say how to mend it.

Long rather than odd: no rules on which signs it holds (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0, V6.2).
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 12, 128  # characters
SHORTEST_NAME_PART = 4
LONGEST_LINE = 128  # bytes: 40 hexadecimal digits, a colon, a count, and room for broken files


def normalised(password: str) -> str:
    """The same password, however the keyboard composes its signs (NFKC)."""
    return unicodedata.normalize("NFKC", password)


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id over the normalised password."""

    def encode(self, password: str, salt: str) -> Any:
        return super().encode(normalised(password), salt)

    def verify(self, password: str, encoded: str) -> bool:
        return bool(super().verify(normalised(password), encoded))


class LengthValidator:
    """12 to 128 characters, of whatever kind."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(normalised(password)) < SHORTEST:
            raise ValidationError(
                _("Passordet er for kort. Bruk minst %(shortest)d tegn, gjerne fire–fem tilfeldige ord."),
                code="too_short",
                params={"shortest": SHORTEST},
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Passordet er for langt. Bruk høyst %(longest)d tegn."),
                code="too_long",
                params={"longest": LONGEST},
            )

    def get_help_text(self) -> str:
        return _("Minst %(shortest)d tegn, gjerne fire–fem tilfeldige ord med mellomrom.") % {
            "shortest": SHORTEST
        }


class OwnNameValidator:
    """The password does not hold the person's name or address."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = normalised(password).casefold()
        for part in _known_parts(user):
            if part in typed:
                raise ValidationError(
                    _(
                        "Passordet inneholder navnet eller e-postadressen din. Velg noe andre ikke kan gjette."
                    ),
                    code="own_name",
                )

    def get_help_text(self) -> str:
        return _("Ikke navnet eller e-postadressen din.")


def _known_parts(user: Any) -> set[str]:
    """The words of the person's name and of the address before the @, in small letters."""
    known = f"{getattr(user, 'name', '')} {getattr(user, 'email', '').partition('@')[0]}"
    words = re.split(r"[\W_]+", normalised(known).casefold())
    return {word for word in words if len(word) >= SHORTEST_NAME_PART}


class BreachedValidator:
    """The password is not among those that are known to be astray.

    Django's own list is always asked; a hospital may keep a file of SHA-1 digests as well, in the form
    "ordered by hash" of Pwned Passwords, named by BOREALIS_BREACHED_PASSWORDS. Nothing is sent anywhere.
    """

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        typed = normalised(password)
        listed = typed.lower().strip() in self.common
        if listed or is_breached(typed, settings.BREACHED_PASSWORDS):
            raise ValidationError(
                _("Passordet står på lister over passord som er kommet på avveie. Velg et annet."),
                code="breached",
            )

    def get_help_text(self) -> str:
        return _("Ikke et passord som er kommet på avveie.")


def is_breached(password: str, file: str) -> bool:
    """Whether the SHA-1 digest of a password is in a sorted file of digests; no file, no.

    A line is 40 hexadecimal digits, and after a colon what may be. Halving by bytes reads about 40 lines
    of a file of 40 GB, and holds one line at a time.
    """
    if not file or not Path(file).is_file():
        return False
    sought = (
        hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()
    )
    wanted = sought.encode("ascii")
    with Path(file).open("rb") as lines:
        low, high = 0, os.fstat(lines.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            lines.seek(middle)
            if middle:
                lines.seek(middle - 1)
                lines.readline(LONGEST_LINE)
            start = lines.tell()
            if start >= high:
                high = middle
                continue
            line = lines.readline(LONGEST_LINE)
            found = line[:40].upper()
            if found == wanted:
                return True
            if found < wanted:
                low = start + max(len(line), 1)
            else:
                high = middle
    return False

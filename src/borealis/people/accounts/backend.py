"""Finding the person who signs in with a password."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from borealis.people.accounts.known import person_with_address


class PasswordBackend(AuthenticationBackend):
    """By address, whatever the letters' size; the time taken is the same for addresses that are unknown."""

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        return self._check_password(person_with_address(email), password)

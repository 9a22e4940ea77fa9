"""How django-allauth does things in this house: who may come in, what is recorded, how mail is written."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from borealis.people import mail, sessions
from borealis.people.accounts.known import person_with_address

# What a change is called in the mail that tells the person of it.
CHANGES = {
    "account/email/password_changed": _("Passordet ditt er byttet."),
    "account/email/password_set": _("Kontoen din har fått et passord."),
    "account/email/password_reset": _("Passordet ditt er byttet ved hjelp av lenken du fikk på e-post."),
    "mfa/email/webauthn_added": _("En passnøkkel er lagt til."),
    "mfa/email/webauthn_removed": _("En passnøkkel er fjernet."),
    "mfa/email/totp_activated": _("Engangskode er slått på."),
    "mfa/email/totp_deactivated": _("Engangskode er slått av."),
    "mfa/email/recovery_codes_generated": _("Nye reservekoder er laget. De gamle virker ikke lenger."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Kontoen er stengt. Spør lederen din hvis den skal åpnes."),
        "email_password_mismatch": _(
            "E-postadressen eller passordet stemmer ikke. Prøv igjen, eller lag nytt passord."
        ),
        "enter_current_password": _("Dette er ikke passordet du har nå. Prøv igjen."),
        "incorrect_code": _("Koden stemmer ikke. Vent på neste kode i appen og prøv igjen."),
        "incorrect_password": _("Passordet stemmer ikke. Prøv igjen."),
        "invalid_password_reset": _("Lenken virker ikke lenger. Be om en ny."),
        "too_many_login_attempts": _(
            "Det er prøvd for mange ganger. Vent noen minutter og prøv igjen, eller bruk en passnøkkel."
        ),
        "rate_limited": _("Det er prøvd for mange ganger. Vent noen minutter og prøv igjen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return sessions.address_of(request) or "0.0.0.0"  # noqa: S104

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        sessions.begin(request, user, how=_how(request, user), now=timezone.now())  # type: ignore[arg-type]

    def logout(self, request: HttpRequest) -> None:
        sessions.end(request, now=timezone.now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        try:
            return super().authenticate(request, **credentials)
        except ValidationError as refused:
            if getattr(refused, "code", "") == "too_many_login_attempts":
                self._refuse(request, "brake", credentials.get("email", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._refuse(request, "password", credentials.get("email", ""))

    def _refuse(self, request: HttpRequest, reason: str, email: str) -> None:
        person = person_with_address(email)
        person_id = person.pk if person else None
        sessions.refuse(request, person_id, how="password", reason=reason, now=timezone.now())

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)  # type: ignore[attr-defined]
        return found is not None and found.pk == user.pk

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        sessions.refuse(request, user.pk, how=_how(request, user), reason="inactive", now=timezone.now())
        return super().respond_user_inactive(request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_ADDRESS + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        mail.write_to(user, "new_password", {"link": context["password_reset_url"]})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing else is mailed: every mail has its own function."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        mail.write_to(
            user,
            "ways_changed",
            {"change": CHANGES[template_prefix], "link": settings.SITE_ADDRESS + reverse("me")},
        )


def _how(request: HttpRequest, user: AbstractBaseUser) -> str:
    """The last thing shown by the person who signs in: "password", "passkey" or "code"."""
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    if last.get("method") != "mfa":
        return "password"
    return "passkey" if last.get("type") == Authenticator.Type.WEBAUTHN else "code"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Slå på engangskode eller legg til en passnøkkel først."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return "Borealis"

    def _get_site_name(self) -> str:
        return "Borealis"

    def build_totp_svg(self, url: str) -> str:
        """The code that a phone reads, as a drawing within the page."""
        drawing = qrcode.make(url, image_factory=SvgPathImage, box_size=8, border=4)
        out = BytesIO()
        drawing.save(out)
        svg = out.getvalue().decode("utf-8")
        inner = svg[svg.index("<path") :]
        view = svg.split('viewBox="', 1)[1].split('"', 1)[0]
        head = format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}" width="200" height="200" role="img" '
            'aria-label="{}"><rect width="100%" height="100%" fill="#fff"/>',
            view,
            _("Kode som leses med kameraet"),
        )
        return head + inner.replace("<svg:", "<").replace("</svg:", "</")

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("Passnøkkel %(number)d") % {"number": number})


def _box() -> MultiFernet:
    """What the secrets of engangskoder are kept in: keys made from the signing key, and from older ones."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (HKDF(SHA256(), 32, None, b"borealis second factor").derive(str(key).encode()) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])

"""The settings of sign-in, taken into ``settings.py`` whole.

Brakes hold for a time and never for good: an account that somebody guesses at is open again within the
hour, and a passkey comes in all the while. They count in the database, which every process shares.
"""

from __future__ import annotations

import os

from borealis.config import storage

_HTTPS = os.environ.get("BOREALIS_HTTPS") == "1"
_DEMO = os.environ.get("BOREALIS_DEMO") == "1"


def _hours(name: str, default: float) -> float:
    try:
        hours = float(os.environ.get(name, "") or default)
    except ValueError:
        raise ValueError(f"{name} skal være et antall timer, som {default}.") from None
    if not 0 < hours <= 24 * 31:
        raise ValueError(f"{name} skal være mellom 0 og {24 * 31} timer.")
    return hours


SESSION_LONGEST_S = int(_hours("BOREALIS_SESSION_HOURS", 12) * 3600)
SESSION_IDLE_S = int(_hours("BOREALIS_SESSION_IDLE_HOURS", 3) * 3600)
# Kept longer than the session lasts, so that whoever comes back late is told why they are signed out.
SESSION_COOKIE_AGE = SESSION_LONGEST_S + 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

SITE_ADDRESS = os.environ.get("BOREALIS_ADDRESS", "http://localhost:8000").rstrip("/")
BREACHED_PASSWORDS = os.environ.get("BOREALIS_BREACHED_PASSWORDS", "")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["borealis.people.accounts.backend.PasswordBackend"]
PASSWORD_HASHERS = ["borealis.people.passwords.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"borealis.people.passwords.{name}"}
    for name in ("LengthValidator", "OwnNameValidator", "BreachedValidator")
]
PASSWORD_RESET_TIMEOUT = 2 * 3600

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "brakes",
        "OPTIONS": {"MAX_ENTRIES": 200_000},  # more than a flood of guesses can push out of a day's brakes
    }
}

ACCOUNT_ADAPTER = "borealis.people.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation was mailed to the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    # A whole hospital may share one address at the change of shift, so addresses get room.
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key,20/h/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "30/m/ip",
}
ACCOUNT_FORMS = {
    "login": "borealis.people.accounts.forms.SignInForm",
    "reset_password": "borealis.people.accounts.forms.ForgottenForm",
    "reset_password_from_key": "borealis.people.accounts.forms.NewPasswordForm",
    "set_password": "borealis.people.accounts.forms.SetPasswordForm",
    "change_password": "borealis.people.accounts.forms.ChangePasswordForm",
    "reauthenticate": "borealis.people.accounts.forms.ReauthenticateForm",
}

MFA_ADAPTER = "borealis.people.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds to each side, for clocks that drift
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS  # browsers themselves allow it for localhost only
MFA_RATE_LIMITS = {"webauthn_login": "240/m/ip"}
MFA_FORMS = {
    "authenticate": "borealis.people.accounts.forms.CodeForm",
    "reauthenticate": "borealis.people.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "borealis.people.accounts.forms.TurnOnCodeForm",
    "login_webauthn": "borealis.people.accounts.forms.SignInByPasskeyForm",
    "authenticate_webauthn": "borealis.people.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "borealis.people.accounts.forms.ReauthenticateByPasskeyForm",
    "add_webauthn": "borealis.people.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "borealis.people.accounts.forms.RenamePasskeyForm",
}

# Mail: smtp://user:word@host:port, smtps:// (TLS from the first byte) or smtp+tls:// (STARTTLS). Without a
# server, mail is written to files.
DEFAULT_FROM_EMAIL = os.environ.get("BOREALIS_MAIL_FROM", "borealis@localhost")
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = str(storage.home() / "mail")
_mail = os.environ.get("BOREALIS_MAIL", "")
MAIL_IN_BACKGROUND = bool(_mail) and not _DEMO
if MAIL_IN_BACKGROUND:
    from urllib.parse import unquote, urlsplit

    _server = urlsplit(_mail)
    if _server.scheme not in {"smtp", "smtps", "smtp+tls"} or not _server.hostname:
        raise ValueError("BOREALIS_MAIL skal se ut som smtp+tls://bruker:ord@epost.sykehuset.example:587.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _server.hostname
    EMAIL_PORT = _server.port or (465 if _server.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_server.username or "")
    EMAIL_HOST_PASSWORD = unquote(_server.password or "")
    EMAIL_USE_SSL = _server.scheme == "smtps"
    EMAIL_USE_TLS = _server.scheme == "smtp+tls"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

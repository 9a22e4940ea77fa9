"""Django's settings. What a place may choose comes from the environment; the rest is fixed here."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from borealis.config import security, storage
from borealis.config.sign_in import *  # noqa: F403

PACKAGE = Path(__file__).resolve().parent.parent
HOME = storage.home()

DEMO = os.environ.get("BOREALIS_DEMO") == "1"
DEBUG = os.environ.get("BOREALIS_DEBUG") == "1"
HTTPS = os.environ.get("BOREALIS_HTTPS") == "1"
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("BOREALIS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
]


def _secret_key() -> str:
    """The signing key: given, or made once and kept, readable by the owner alone."""
    if given := os.environ.get("BOREALIS_SECRET_KEY"):
        return given
    path = HOME / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY = _secret_key()
DATABASES = {"default": storage.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "borealis.shell",
    "borealis.audit",
    "borealis.people",
    "borealis.privacy",
    "borealis.organisations",
    "borealis.personnel",
    "borealis.curriculum",
    "borealis.programmes",
    "borealis.trainees",
    "borealis.plans",
    "borealis.guidance",
    "borealis.teaching",
    "borealis.courses",
    "borealis.rosters",
    "borealis.portfolio",
    "borealis.research",
    "borealis.improvement",
    "borealis.evaluation",
    "borealis.calendars",
    "borealis.overview",
    "allauth",  # after our rooms, so that our templates are found first
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
if DEMO:
    INSTALLED_APPS.append("borealis.demo")

MIDDLEWARE = [
    "borealis.shell.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "borealis.shell.middleware.GuardMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "borealis.people.accounts.middleware.SessionClockMiddleware",
    "borealis.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "borealis.config.urls"
WSGI_APPLICATION = "borealis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "borealis.people.context.viewer",
            ],
            "builtins": ["django.templatetags.i18n", "borealis.shell.templatetags.shell"],
        },
    }
]

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "shell" / "locale"]
LANGUAGE_COOKIE_NAME = security.cookie_name("language", HTTPS)
USE_I18N = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
FORMAT_MODULE_PATH = ["borealis.shell.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "borealis.shell.static_files.VersionedStaticFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = security.content_security_policy(
    security.sign_in_origins(os.environ.get("BOREALIS_SIGN_IN_ORIGINS", ""))
)
PERMISSIONS_POLICY = security.PERMISSIONS_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "borealis.shell.views.form_too_old"
SESSION_COOKIE_NAME = security.cookie_name("sessionid", HTTPS)
CSRF_COOKIE_NAME = security.cookie_name("csrftoken", HTTPS)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * security.YEAR if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "borealis.shell.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own set-up writes these a second time, with addresses, and mails errors.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

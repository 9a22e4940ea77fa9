"""A production start: Django's own deploy checks are silent, and unsafe settings stop it in words."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from borealis.config.security import UnsafeSettings, refuse_unsafe_settings, sign_in_origins
from tests.security.front import run

GOOD_KEY = "".join(f"{number:x}" for number in range(60))


def test_django_finds_nothing_to_say_about_a_deployment(tmp_path: Path) -> None:
    told = run(
        tmp_path,
        "django",
        "check",
        "--deploy",
        "--fail-level",
        "DEBUG",
        "--settings",
        "borealis.config.settings",
        BOREALIS_HTTPS="1",
        BOREALIS_HOSTS="borealis.example",
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "no issues (0 silenced)" in told.stdout
    assert settings.SILENCED_SYSTEM_CHECKS == []


def place(**changed: object) -> SimpleNamespace:
    sound = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["borealis.example"],
        "SECRET_KEY": GOOD_KEY,
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}},
    }
    return SimpleNamespace(**{**sound, **changed})


def postgresql(host: str, **options: str) -> dict[str, object]:
    return {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": host, "OPTIONS": options}}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"DEBUG": True}, "BOREALIS_DEBUG=1 shows code"),
        ({"ALLOWED_HOSTS": ["*"]}, "BOREALIS_HOSTS holds *"),
        ({"ALLOWED_HOSTS": ["*.example.org"]}, "BOREALIS_HOSTS holds *"),
        ({"ALLOWED_HOSTS": [""]}, "BOREALIS_HOSTS is empty"),
        ({"SECRET_KEY": "short"}, "BOREALIS_SECRET_KEY is too easy"),
        ({"SECRET_KEY": "a" * 60}, "BOREALIS_SECRET_KEY is too easy"),
        ({"DATABASES": postgresql("db.example.org")}, "sslmode"),
    ],
)
def test_unsafe_settings_stop_the_start_and_say_the_way_out(changed: dict[str, object], words: str) -> None:
    with pytest.raises(UnsafeSettings, match=words.replace("*", r"\*")):
        refuse_unsafe_settings(place(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"DEBUG": True, "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]},
        {"DATABASES": postgresql("127.0.0.1")},
        {"DATABASES": postgresql("/run/postgresql")},
        {"DATABASES": postgresql("db.example.org", sslmode="verify-full")},
    ],
)
def test_safe_settings_start(changed: dict[str, object]) -> None:
    refuse_unsafe_settings(place(**changed))


def test_the_server_itself_refuses_in_one_line(tmp_path: Path) -> None:
    told = run(tmp_path, "borealis", "serve", "--port", "1", BOREALIS_HOSTS="*")
    assert told.returncode == 1
    assert told.stderr.startswith("Error: BOREALIS_HOSTS holds *")
    assert "Traceback" not in told.stderr


PERSON = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from borealis.people.models import Person
Person.objects.create(email="a@eksempel.example")
"""


def test_the_demonstration_never_opens_a_database_of_real_people(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        "borealis.config.wsgi",
        BOREALIS_DATABASE=str(tmp_path / "real.sqlite3"),
    )
    assert made.returncode == 0, made.stderr
    added = run(
        tmp_path, "django", "shell", "-v", "0", "-c", PERSON, "--settings", "borealis.config.settings"
    )
    assert added.returncode == 0, added.stderr
    told = run(tmp_path, "borealis.config.wsgi", BOREALIS_DEMO="1")
    assert told.returncode == 1
    assert "BOREALIS_DEMO=1 lets everyone be anyone" in told.stderr


@pytest.mark.parametrize(
    "given", ["http://a.example", "https://*.a.example", "https://a.example/x", "a.example", "https://"]
)
def test_only_whole_https_origins_may_end_a_form(given: str) -> None:
    with pytest.raises(UnsafeSettings, match="BOREALIS_SIGN_IN_ORIGINS"):
        sign_in_origins(given)


def test_a_provider_s_origin_is_added_to_where_forms_may_end(tmp_path: Path) -> None:
    ask = "from django.conf import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    told = run(
        tmp_path,
        "django",
        "shell",
        "-v",
        "0",
        "-c",
        ask,
        "--settings",
        "borealis.config.settings",
        BOREALIS_SIGN_IN_ORIGINS="https://login.example, https://other.example:8443/",
    )
    assert "[\"'self'\", 'https://login.example', 'https://other.example:8443']" in told.stdout

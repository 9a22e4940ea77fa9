"""The shipped bodies, goals and programme, and a file to change."""

from __future__ import annotations

import datetime as dt
from importlib import resources

import pytest
import yaml
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from borealis.curriculum.actions import load_shipped
from borealis.organisations.actions import load_shipped_organisations
from borealis.programmes.actions import load_shipped_programmes
from borealis.programmes.queries import CurrentProgramme, known_for, programme
from borealis.programmes.reading import Known

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


def shipped_text() -> str:
    file = resources.files("borealis.programmes") / "data" / "unn-nuk.yaml"
    return file.read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """The shipped file with one passage replaced."""
    text = shipped_text()
    assert old in text, f"the shipped file no longer says {old!r}"
    return text.replace(old, new, 1)


def line_of(text: str, passage: str) -> int:
    return text[: text.index(passage)].count("\n") + 1


@pytest.fixture(scope="session")
def known(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Known:
    """What the shipped bodies and goals let a file name, read once; nothing stays in the database."""
    content = yaml.safe_load(shipped_text())
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(NOW)
        load_shipped_organisations(NOW)
        found = known_for(content, TODAY)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def shipped(db: None) -> None:
    load_shipped(NOW)
    load_shipped_organisations(NOW)


@pytest.fixture
def unn(shipped: None) -> CurrentProgramme:
    load_shipped_programmes(NOW)
    found = programme("unn-nuk")
    assert found is not None
    return found

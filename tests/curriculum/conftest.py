"""Shared by the tests of the curriculum."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from borealis.curriculum.actions import load_shipped
from borealis.curriculum.sources import Source, read_file

LOVDATA = Path(__file__).parent / "lovdata"
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def shipped(db: None) -> None:
    """The curriculum that comes with Borealis."""
    load_shipped(NOW)


@pytest.fixture(scope="session")
def nuclear_act() -> Source:
    return read_file(LOVDATA / "sf-20250117-0051.xml")


@pytest.fixture(scope="session")
def common_act() -> Source:
    return read_file(LOVDATA / "sf-20250124-0114.xml")


@pytest.fixture(scope="session")
def regulation() -> Source:
    return read_file(LOVDATA / "spesialistforskriften.md")

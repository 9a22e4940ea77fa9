"""Fixtures for what is tested of persons."""

from __future__ import annotations

import pytest

from borealis.people.passwords import PasswordHasher


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords kept the same way but with little work, where how they are kept is not what is tested."""
    monkeypatch.setattr(PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(PasswordHasher, "memory_cost", 8)
    monkeypatch.setattr(PasswordHasher, "parallelism", 1)

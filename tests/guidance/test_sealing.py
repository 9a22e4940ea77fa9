"""A sealed text opens with its key, at its place, and in no other way."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import LazySettings

from borealis.guidance import sealing
from borealis.guidance.sealing import GuidanceKeyUnreadable, key_from, new_key


def test_it_opens_as_it_was_and_looks_different_each_time() -> None:
    key = new_key()
    sealed = [key.seal("Sover dårlig før vakter – æøå", "1/minutes/balance") for _ in range(2)]
    assert sealed[0] != sealed[1]
    assert {key.open(one, "1/minutes/balance") for one in sealed} == {"Sover dårlig før vakter – æøå"}
    assert key_from(key.sealed()).open(sealed[0], "1/minutes/balance").startswith("Sover")


def test_it_opens_nowhere_else() -> None:
    key = new_key()
    sealed = key.seal("hemmelig", "1/minutes/balance")
    for other, about in ((key, "2/minutes/balance"), (key, ""), (new_key(), "1/minutes/balance")):
        with pytest.raises(GuidanceKeyUnreadable):
            other.open(sealed, about)


def test_every_changed_byte_is_noticed() -> None:
    key = new_key()
    sealed = key.seal("hemmelig", "her")
    for at in range(len(sealed)):
        changed = bytes(byte ^ (at == number) for number, byte in enumerate(sealed))
        with pytest.raises(GuidanceKeyUnreadable):
            key.open(changed, "her")
    for short in (b"", sealed[:5], sealed[:-1]):
        with pytest.raises(GuidanceKeyUnreadable):
            key.open(short, "her")


def test_the_key_of_the_place_lies_in_a_file_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    key = new_key()
    sealed = key.sealed()
    path = tmp_path / "guidance-key"
    assert path.stat().st_mode & 0o777 == 0o600
    raw = path.read_bytes()
    assert raw not in sealed
    assert key_from(sealed).sealed() != sealed
    path.write_bytes(AESGCM.generate_key(256))
    sealing._read.cache_clear()
    with pytest.raises(GuidanceKeyUnreadable, match="guidance-key"):
        key_from(sealed)
    path.write_bytes(b"kort")
    sealing._read.cache_clear()
    with pytest.raises(GuidanceKeyUnreadable, match="32 bytes"):
        key_from(sealed)
    sealing._read.cache_clear()


def test_it_can_be_said_where_the_key_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOREALIS_GUIDANCE_KEY", str(tmp_path / "et-annet-sted"))
    assert key_from(new_key().sealed())
    assert (tmp_path / "et-annet-sted").stat().st_size == 32

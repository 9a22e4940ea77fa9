"""What a password must be."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.people.models import Person
from borealis.people.passwords import is_breached

NORA = Person(name="Nora Fjellrype-Å", email="nora.f@eksempel.example")


@pytest.mark.parametrize(
    "good",
    [
        "gul sykkel ved fjorden",
        "æøåæøåæøåæøå",
        "aaaabbbbccccdddd",
        "🐟🐠🐡🦈🐳🐋🦭🦞🦀🦐🦑🐙",
        "x9" * 64,
        "tolv tegn ja",
        "<script>alert(1)</script>",
    ],
)
def test_long_is_enough(good: str) -> None:
    validate_password(good, NORA)


@pytest.mark.parametrize(
    ("bad", "code", "how"),
    [
        ("elleve tegn", "too_short", "minst 12 tegn"),
        ("ﬁ" * 5, "too_short", "minst 12 tegn"),
        ("x" * 129, "too_long", "høyst 128 tegn"),
        ("jegheterfjellrype", "own_name", "andre ikke kan gjette"),
        ("FJELLRYPE i myra", "own_name", "andre ikke kan gjette"),
        ("hei, NORA, hei du", "own_name", "andre ikke kan gjette"),
        ("q1w2e3r4t5y6", "breached", "Velg et annet"),
        ("QWERTY123456", "breached", "Velg et annet"),
    ],
)
def test_what_is_refused_says_how_to_mend_it(bad: str, code: str, how: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(bad, NORA)
    assert code in [error.code for error in refused.value.error_list]
    assert how in " ".join(refused.value.messages)


def test_passwords_are_kept_by_argon2id() -> None:
    kept = make_password("gul sykkel ved fjorden")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("gul sykkel ved fjorden", kept)
    assert not check_password("gul sykkel ved fjordeN", kept)


def test_keyboards_that_compose_signs_differently_give_the_same_password() -> None:
    composed, apart = (unicodedata.normalize(form, "blåbær på Åsgårdstrand") for form in ("NFC", "NFD"))
    assert composed != apart
    assert check_password(apart, make_password(composed))


def digests(words: list[str]) -> list[str]:
    return sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words)


@settings(max_examples=60, deadline=None)
@given(
    words=st.sets(st.text(max_size=6), max_size=60), end=st.sampled_from(["\n", "\r\n"]), tail=st.booleans()
)
def test_every_listed_password_is_found_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, words: set[str], end: str, tail: bool
) -> None:
    listed = sorted(words)[::2]
    text = end.join(f"{digest}:{number}" for number, digest in enumerate(digests(listed), 1))
    file = tmp_path_factory.mktemp("list") / "ordered.txt"
    file.write_bytes((text + (end if tail and text else "")).encode())
    for word in words:
        assert is_breached(word, str(file)) == (word in listed)


def test_a_big_file_is_halved_not_read(tmp_path: Path) -> None:
    words = [f"ord {number}" for number in range(50_000)]
    file = tmp_path / "ordered.txt"
    file.write_text("\n".join(f"{digest}:1" for digest in digests(words)))
    assert all(is_breached(word, str(file)) for word in words[::997])
    assert not any(is_breached(f"ukjent {number}", str(file)) for number in range(50))


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"tull", b"x" * 5000, b"\xff\xfe\x00" * 200])
def test_a_broken_file_stops_nobody(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ordered.txt"
    file.write_bytes(content)
    assert not is_breached("gul sykkel ved fjorden", str(file))


def test_the_hospitals_own_file_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "ordered.txt"
    file.write_text("\n".join(digests(["gul sykkel ved fjorden", "annet"])))
    with override_settings(BREACHED_PASSWORDS=str(file)), pytest.raises(ValidationError, match="på avveie"):
        validate_password("gul sykkel ved fjorden", NORA)
    with override_settings(BREACHED_PASSWORDS=str(tmp_path / "borte.txt")):
        validate_password("gul sykkel ved fjorden", NORA)

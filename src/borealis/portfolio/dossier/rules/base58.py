"""Base 58 with the alphabet of Bitcoin, as multibase's "z" and did:key use it."""

from __future__ import annotations

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Bytes as text; each leading zero byte is a 1."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode(text: str) -> bytes:
    """The bytes of a text. Raises ValueError for a sign that the alphabet does not have."""
    number = 0
    for sign in text:
        if sign not in _VALUE:
            raise ValueError(f"{sign!r} is not a sign of base 58")
        number = number * 58 + _VALUE[sign]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")

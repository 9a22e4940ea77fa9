"""A tree head: how many events, the root of their tree, when; and the signature that binds the three."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

PURPOSE = b"borealis record head 1\n"  # so that a signature made for something else is never a head's
_OWN = re.compile(  # a line exactly as Head.line writes it, which most are
    r'\{"key":"(?P<key>[0-9a-f]{16})","root":"(?P<root>[0-9a-f]{64})","signature":"(?P<signature>[0-9a-f]{128})",'
    r'"size":(?P<size>0|[1-9][0-9]{0,17}),"time":"(?P<time>[0-9T:.+-]{32})"\}\n?'
)
_FIELDS = {"key", "root", "signature", "size", "time"}


class HeadUnreadable(ValueError):
    """A line is no tree head; the message says what is wrong with it."""


def key_id(public: bytes) -> str:
    """A short name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def signed_bytes(size: int, root: str, time: str, key: str) -> bytes:
    """What is signed: the purpose, and the head as canonical JSON (RFC 8785)."""
    return PURPOSE + f'{{"key":"{key}","root":"{root}","size":{size},"time":"{time}"}}'.encode()


@dataclass(frozen=True)
class Head:
    """A signed tree head. ``root``, ``key`` and ``signature`` (Ed25519, RFC 8032) are hexadecimal."""

    size: int
    root: str
    time: str
    key: str
    signature: str

    @property
    def signed(self) -> bytes:
        return signed_bytes(self.size, self.root, self.time, self.key)

    def line(self) -> str:
        """One line of JSON, as it is kept and sent elsewhere."""
        return (
            f'{{"key":"{self.key}","root":"{self.root}","signature":"{self.signature}",'
            f'"size":{self.size},"time":"{self.time}"}}'
        )


def parse_head(line: str) -> Head:
    """The head that a line of JSON holds. Raises HeadUnreadable."""
    if own := _OWN.fullmatch(line):
        return Head(int(own["size"]), own["root"], own["time"], own["key"], own["signature"])
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise HeadUnreadable("it is not JSON") from None
    if not isinstance(found, dict) or set(found) != _FIELDS:
        raise HeadUnreadable(f"it does not have exactly the fields {', '.join(sorted(_FIELDS))}")
    if type(found["size"]) is not int or found["size"] < 0:
        raise HeadUnreadable("its size is no whole number")
    for name, form in (
        ("root", r"[0-9a-f]{64}"),
        ("key", r"[0-9a-f]{16}"),
        ("signature", r"[0-9a-f]{128}"),
        ("time", r"[0-9T:.+-]{32}"),
    ):
        if not isinstance(found[name], str) or not re.fullmatch(form, found[name]):
            raise HeadUnreadable(f"its {name} does not have the right form")
    return Head(**found)

"""Checking many signatures: the most work of a verification, done by a process beside the reading."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, cast

from borealis.audit.keys import PublicKey, RecordKey, key_from

FEW = 4000  # as many are checked here, before another process is worth its start
BUNDLE = 100  # signatures handed over at a time; a pipe holds about one and a half such bundles
FORM = re.compile(r"[0-9a-f]{128}")
NONE = "00" * 64  # stands for what is no signature at all

Signed = tuple[int, str, bytes]  # number, signature, message


def first_bad(key: PublicKey, signed: Iterable[Signed]) -> int | None:
    """The number of the first signature that does not hold, or None."""
    return next((number for number, signature, message in signed if not key.holds(signature, message)), None)


class SignatureCheck:
    """Signatures in ascending order of number. What does not fit into a pipe waits, so memory is bounded."""

    def __init__(self, key: PublicKey, few: int = FEW) -> None:
        self._key = key
        self._few = few
        self._waiting: list[Signed] = []
        self._beside: subprocess.Popen[bytes] | None = None
        self._bad: int | None = None  # the first that was found here

    def add(self, number: int, signature: str, message: bytes) -> None:
        """Check this signature sooner or later; ``finish`` tells of it."""
        if not isinstance(signature, str) or not FORM.fullmatch(signature):
            signature = NONE
        self._waiting.append((number, signature, message))
        if len(self._waiting) >= (self._few if self._beside is None else BUNDLE):
            self._hand_on()

    def _hand_on(self) -> None:
        """To the process beside; while it starts or has enough to do, the signatures are checked here."""
        if self._beside is not None and _takes_more(self._beside):
            self._send(self._beside)
            return
        self._beside = self._beside or self._begin()
        self._check_here()

    def _check_here(self) -> None:
        if self._bad is None:
            self._bad = first_bad(self._key, self._waiting)
        self._waiting = []

    def _begin(self) -> subprocess.Popen[bytes]:
        """The process, told of the key."""
        beside = subprocess.Popen(
            [sys.executable, "-c", "from borealis.audit.signatures import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        own = self._key
        kind, raw = ("private", own.raw_private) if isinstance(own, RecordKey) else ("public", own.raw)
        _write(beside, f"{kind} {raw.hex()}\n")
        return beside

    def _send(self, beside: subprocess.Popen[bytes]) -> None:
        waiting, self._waiting = self._waiting, []
        _write(
            beside,
            "".join(f"{number} {signature} {message.hex()}\n" for number, signature, message in waiting),
        )

    def finish(self) -> int | None:
        """The number of the first bad signature among all that were added, or None."""
        self._check_here()
        if self._beside is None:
            return self._bad
        answer, _nothing = self._beside.communicate()
        if self._beside.returncode:
            raise RuntimeError("The process that checks signatures failed.")
        found = [bad for bad in (self._bad, int(answer) if answer.strip() else None) if bad is not None]
        return min(found, default=None)


def _takes_more(beside: subprocess.Popen[bytes]) -> bool:
    """Whether something can be written to the process without waiting."""
    _reading, ready, _failed = select.select([], [cast(IO[bytes], beside.stdin)], [], 0)
    return bool(ready)


def _write(beside: subprocess.Popen[bytes], text: str) -> None:
    pipe = cast(IO[bytes], beside.stdin)
    with suppress(BrokenPipeError):  # it has found a bad one, and ended
        pipe.write(text.encode())
        pipe.flush()


def main() -> None:
    """Read a key and signatures from the input, and tell the number of the first that does not hold."""
    kind, raw = sys.stdin.readline().split()
    key = key_from(kind == "private", bytes.fromhex(raw))
    parts = (line.split() for line in sys.stdin)
    bad = first_bad(
        key, ((int(number), signature, bytes.fromhex(message)) for number, signature, message in parts)
    )
    print("" if bad is None else bad)

"""Checking many signatures: the most work of a verification, done by a process beside the reading."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, cast

from borealis.audit.keys import PublicKey, RecordKey, key_from

FEW = 4000  # as many are checked here, before another process is worth its start
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

    def add(self, number: int, signature: str, message: bytes) -> None:
        """Check this signature sooner or later; ``finish`` tells of it."""
        if not isinstance(signature, str) or not FORM.fullmatch(signature):
            signature = NONE
        self._waiting.append((number, signature, message))
        if len(self._waiting) >= self._few:
            self._send()

    def _send(self) -> None:
        lines = [f"{number} {signature} {message.hex()}\n" for number, signature, message in self._waiting]
        self._waiting = []
        if self._beside is None:
            self._beside = subprocess.Popen(
                [sys.executable, "-c", "from borealis.audit.signatures import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            own = self._key
            whole = isinstance(own, RecordKey)
            raw = own.raw_private if isinstance(own, RecordKey) else own.raw
            lines.insert(0, f"{'private' if whole else 'public'} {raw.hex()}\n")
        with suppress(BrokenPipeError):  # it has found a bad one, and ended
            cast(IO[bytes], self._beside.stdin).write("".join(lines).encode())

    def finish(self) -> int | None:
        """The number of the first bad signature among all that were added, or None."""
        if self._beside is None:
            return first_bad(self._key, self._waiting)
        self._send()
        answer, _nothing = self._beside.communicate()
        if self._beside.returncode:
            raise RuntimeError("The process that checks signatures failed.")
        return int(answer) if answer.strip() else None


def main() -> None:
    """Read a key and signatures from the input, and tell the number of the first that does not hold."""
    kind, raw = sys.stdin.readline().split()
    key = key_from(kind == "private", bytes.fromhex(raw))
    parts = (line.split() for line in sys.stdin)
    bad = first_bad(
        key, ((int(number), signature, bytes.fromhex(message)) for number, signature, message in parts)
    )
    print("" if bad is None else bad)

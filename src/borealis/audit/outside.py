"""The heads that are kept outside the database, so that a record cut short or written anew is found.

``record-heads.jsonl`` in Borealis' home holds one head on each line, in ascending order of size. A line is
added after each commit. The database may be ahead of the file after a crash; it is never behind it, unless
an older copy was put back or the end of the record was removed.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from borealis.audit.rules import Head, HeadUnreadable, parse_head

NAME = "record-heads.jsonl"
TAIL = 4096  # bytes, many times a line


class HeadsLost(Exception):
    """The file of heads is not there."""


def heads_path() -> Path:
    """Where the heads are kept."""
    return Path(settings.HOME) / NAME


def begin(head: Head) -> None:
    """Begin the file with this head, unless there is one already."""
    path = heads_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(head.line() + "\n")


@contextmanager
def _locked() -> Iterator[int]:
    """The open file, which no other thread or process has meanwhile. Raises HeadsLost."""
    try:
        handle = os.open(heads_path(), os.O_RDWR)
    except FileNotFoundError:
        raise HeadsLost(f"The file of heads {heads_path()} is gone.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def keep(head: Head) -> None:
    """Add a head that is committed. One that is not newer than the last is left out. Raises HeadsLost."""
    with _locked() as handle:
        end = os.fstat(handle).st_size
        start = max(0, end - TAIL)
        tail = os.pread(handle, end - start, start)
        whole = tail.rfind(b"\n") + 1  # what follows was being written when the machine stopped
        last = tail[:whole].rstrip(b"\n").rpartition(b"\n")[2]
        if not _is_newer(head, last):
            return
        os.ftruncate(handle, start + whole)
        os.pwrite(handle, head.line().encode() + b"\n", start + whole)


def _is_newer(head: Head, line: bytes) -> bool:
    """Whether a head comes after the one in a line; a line that is none holds no head back, and verify
    tells of it."""
    try:
        return head.size > parse_head(line.decode("utf-8", "replace")).size
    except HeadUnreadable:
        return True


def last_head() -> Head | None:
    """The last head in the file, or None when there is none that can be read. Raises HeadsLost."""
    with _locked() as handle:
        end = os.fstat(handle).st_size
        start = max(0, end - TAIL)
        lines = os.pread(handle, end - start, start).split(b"\n")[:-1]
    for line in reversed(lines):
        try:
            return parse_head(line.decode("utf-8", "replace"))
        except HeadUnreadable:
            continue
    return None


def put_aside(stamp: str) -> None:
    """Rename the file so that a new one can begin; one that was lost is let be."""
    path = heads_path()
    with suppress(FileNotFoundError):
        path.rename(path.with_name(f"record-heads-{stamp}.jsonl"))

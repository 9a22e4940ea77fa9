"""A secret in a file of its own, beside the database and not in it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def make_once(path: Path, content: bytes) -> None:
    """Write the secret for its owner alone to read, unless there is a file already: then that one stands.

    Safe for several processes at once. The file is whole or not there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600 from the start
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its secret stands
            os.link(name, path)
    finally:
        Path(name).unlink()

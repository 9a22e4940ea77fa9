"""The command line in a process of its own, with a fresh home and an empty cache."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import Any


def borealis(tmp_path: pathlib.Path, *arguments: str | pathlib.Path, code: int = 0) -> Any:
    """Run `borealis`; the exit code must be the given, and no traceback is shown."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "BOREALIS_"))}
    done = subprocess.run(
        [sys.executable, "-m", "borealis", *map(str, arguments)],
        env=kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def written(path: pathlib.Path, document: Any) -> pathlib.Path:
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path

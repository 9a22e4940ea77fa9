"""The demonstration, told once for a whole run of tests: all processes copy it from there.

Run as ``python -m tests.telling FOLDER`` to tell it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import sys
import threading
from pathlib import Path

from tests import processes

TOLD_AT = "told-at"
SECONDS = 560  # it takes a tenth of that on a machine of its own


def folder() -> Path:
    """A folder as ``borealis demo`` leaves it, and in ``told-at`` when it was told. Copy it to change anything."""
    shared = Path(os.environ["BOREALIS_TEST_SHARED"])
    told = shared / "told"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first process tells, the others wait for it
        if not told.exists():
            _tell(shared / "telling")
            (shared / "telling").rename(told)
    return told


def begin() -> None:
    """Tell it in the background, so that it is there when it is wanted."""
    threading.Thread(target=folder, daemon=True).start()


def _tell(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    env = {**os.environ, "BOREALIS_HOME": str(home), "BOREALIS_DATABASE": ""}
    env["PYTHONPATH"] = os.pathsep.join([str(processes.ROOT / "src"), str(processes.ROOT)])
    done = processes.run([sys.executable, "-m", "tests.telling", str(home)], env=env, seconds=SECONDS)
    assert done.returncode == 0, done.stderr[-4000:]


def told_at() -> dt.datetime:
    return dt.datetime.fromisoformat((folder() / TOLD_AT).read_text(encoding="utf-8"))


def main(home: Path) -> None:
    from borealis.config.cli import django_setup

    django_setup.start()
    from django.utils import timezone

    from borealis.demo.story import tell

    now = timezone.now()
    tell(now=now, today=timezone.localdate(now))
    (home / TOLD_AT).write_text(now.isoformat(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

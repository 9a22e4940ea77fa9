"""Where Borealis keeps its data, and when it refuses to start.

One setting chooses the engine: ``BOREALIS_DATABASE``. Unset or a path means SQLite in that file;
``postgresql://user:password@host:port/name`` means PostgreSQL. ``BOREALIS_HOME`` is the folder for
everything else that lasts (default: the platform's folder for user data).
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

NETWORK_FILE_SYSTEMS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "afpfs",
    "webdav",
    "9p",
    "ncpfs",
)
NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.s3fs", "fuse.glusterfs", "ceph", "glusterfs")


class StorageRefused(Exception):
    """Borealis will not start on this storage; the message says why and what to do."""


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for data that last."""
    if given := environment.get("BOREALIS_HOME"):
        return Path(given).expanduser().resolve()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "borealis"
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "borealis"


def database(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's settings for the one database, from ``BOREALIS_DATABASE``."""
    given = environment.get("BOREALIS_DATABASE", "")
    if given.startswith(("postgresql://", "postgres://")):
        return _postgresql(given)
    path = Path(given).expanduser().resolve() if given else home(environment) / "borealis.sqlite3"
    return _sqlite(path)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "borealis",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def file_system_of(path: Path, mounts: str) -> str:
    """The type of the file system that holds a path, from the text of /proc/mounts ('' if unknown)."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = point == "/" or str(path) == point or str(path).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def refuse_network_file_system(path: Path, mounts: str) -> None:
    """SQLite locks are not to be trusted on a network file system: refuse it."""
    kind = file_system_of(path, mounts)
    if kind in NETWORK_FILE_SYSTEMS or kind in NETWORK_FUSE:
        raise StorageRefused(
            f"The database file {path} lies on a network file system ({kind}), where SQLite can lose data. "
            "Choose a folder on a local disk with BOREALIS_HOME, or use PostgreSQL with BOREALIS_DATABASE."
        )


def _has_people(path: Path) -> bool:
    """Whether an SQLite file holds at least one person."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            found = connection.execute("SELECT 1 FROM people_person LIMIT 1").fetchone()
        return found is not None
    except sqlite3.DatabaseError:
        return False
    finally:
        if "connection" in locals():
            connection.close()


def _seen_file(folder: Path) -> Path:
    return folder / "seen.json"


def remember_filled(folder: Path, name: str) -> None:
    """Note that this database has held people, so that an empty one in its place is noticed."""
    folder.mkdir(parents=True, exist_ok=True)
    seen = _read_seen(folder)
    if name not in seen:
        _seen_file(folder).write_text(json.dumps(sorted({*seen, name})), encoding="utf-8")


def forget_filled(folder: Path, name: str) -> None:
    """The data were removed on purpose: an empty database is right again."""
    seen = _read_seen(folder)
    if name in seen:
        _seen_file(folder).write_text(json.dumps(sorted(set(seen) - {name})), encoding="utf-8")


def _read_seen(folder: Path) -> list[str]:
    try:
        return list(json.loads(_seen_file(folder).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return []


def refuse_silent_empty_start(folder: Path, name: str, filled: bool) -> None:
    """Never start on an empty database where a filled one was seen before."""
    if filled:
        remember_filled(folder, name)
    elif name in _read_seen(folder):
        raise StorageRefused(
            f"The database {name} is empty, but it has held data before. Borealis does not start, so that "
            f"nothing is written over. Restore a backup, correct BOREALIS_HOME or BOREALIS_DATABASE, or, if "
            f"the data were removed on purpose, delete {_seen_file(folder)}."
        )


def check_storage(settings: Mapping[str, Any], folder: Path) -> None:
    """Refuse storage that could lose or hide data. Called before the server or a command opens it."""
    if settings["ENGINE"].endswith("sqlite3"):
        path = Path(settings["NAME"])
        mounts = Path("/proc/mounts")
        refuse_network_file_system(path, mounts.read_text(encoding="utf-8") if mounts.exists() else "")
        path.parent.mkdir(parents=True, exist_ok=True)
        refuse_silent_empty_start(folder, str(path), _has_people(path))
        return
    from django.db import connection
    from django.db.utils import DatabaseError

    name = f"{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_person LIMIT 1")
            filled = cursor.fetchone() is not None
    except DatabaseError:
        filled = False
    refuse_silent_empty_start(folder, name, filled)

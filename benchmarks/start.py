"""How long the command line and the server take to be ready, as whole processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROUNDS = 5
TABLE = Path(__file__).with_name("start.md")


def _timed(arguments: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(arguments, check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _server(environment: dict[str, str], port: int) -> float:
    """From starting the process to the first answered page."""
    began = time.perf_counter()
    arguments = [sys.executable, "-m", "borealis", "serve", "--port", str(port)]
    server = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < 30:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    answer.read()
                return time.perf_counter() - began
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("the server did not answer")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Measure, and write the table."""
    home = tempfile.mkdtemp(prefix="borealis-bench-")
    environment = {**os.environ, "BOREALIS_HOME": home, "BOREALIS_DATABASE": ""}
    borealis = [sys.executable, "-m", "borealis"]
    subprocess.run([*borealis, "database", "migrate"], check=True, env=environment, stdout=subprocess.DEVNULL)
    commands = {
        "`borealis --help`": [*borealis, "--help"],
        "`borealis plan --help`": [*borealis, "plan", "--help"],
        "`borealis curriculum show NUK`": [*borealis, "curriculum", "show", "NUK"],
    }
    rows = ["# Start: seconds until ready", "\n| what | median s | slowest s |", "|---|---|---|"]
    for name, arguments in commands.items():
        times = [_timed(arguments, environment) for _ in range(ROUNDS)]
        rows.append(f"| {name} | {statistics.median(times):.2f} | {max(times):.2f} |")
    times = [_server(environment, 8700 + step) for step in range(ROUNDS)]
    rows.append(f"| server, to the first answered page | {statistics.median(times):.2f} | {max(times):.2f} |")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print("\n".join(rows))


if __name__ == "__main__":
    main()

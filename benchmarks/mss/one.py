"""Solves one instance, and tells value, bound and plan as JSON: `python -m benchmarks.mss.one FILE SECONDS THREADS`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.mss.reading import read_instance
from benchmarks.mss.search import plan_of
from benchmarks.mss.solve import solve


def main(file: str, seconds: str, threads: str) -> None:
    instance = read_instance(Path(file))
    found = solve(instance, float(seconds), int(threads))
    plan = None if found.best is None else plan_of(instance, found.best)
    json.dump({"value": found.value, "bound": found.bound, "plan": plan}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

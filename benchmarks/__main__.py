"""``make bench``: run every measurement, or those named: ``make bench ARGS="pages rotation"``."""

from __future__ import annotations

import subprocess
import sys

MEASUREMENTS = (
    "rotation",
    "bounds",
    "pages",
    "start",
    "record",
    "crash",
    "races",
    "branches",
    "workflow",
    "guidance",
    "teaching",
    "whatif",
    "replan",
    "robust",
)


def main(names: list[str]) -> int:
    """Each measurement in a process of its own, so that none warms up another."""
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        print(f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(MEASUREMENTS)}.")
        return 2
    return max(
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        for name in names or MEASUREMENTS
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

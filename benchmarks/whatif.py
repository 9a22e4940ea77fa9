"""Measures what a doctorate would do to the plans, for each trainee of the demonstration, into `benchmarks/whatif.md`.

    python -m benchmarks.whatif

The demonstration is told in a database of its own. Each answer computes two plans for the whole department; the
first is asked twice, and the second time counts, since the first loads the engine.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
GOAL = 2.0  # seconds
HEAD = (
    "# What if: seconds until the answer\n\n"
    "| trainee | doctorate | s | proven | end without | end with | colleagues changed |\n"
    "|---|---|---|---|---|---|---|\n"
)


def main() -> int:
    """0 when every answer came within the goal."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "BOREALIS_HOME": home,
            "BOREALIS_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "borealis.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.utils import timezone

        from borealis.demo.story import tell

        call_command("migrate", verbosity=0)
        now = timezone.now()
        tell(now=now, today=timezone.localdate(now))
        rows, slowest = measure(timezone.localdate(now))
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = f"{HEAD}{''.join(rows)}\nSlowest {slowest:.2f} s (goal {GOAL:.0f} s). {where}.\n"
    (HERE / "whatif.md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if slowest <= GOAL else 1


def measure(today: dt.date) -> tuple[list[str], float]:
    """A row for each trainee with something left to plan, half time and full time, and the slowest answer."""
    from borealis.plans.queries.what_if import Study, what_if
    from borealis.trainees.queries import trainee_ids_of, training_records
    from borealis.trainees.rules import add_months

    first = add_months(today.replace(day=1), 6)
    records = training_records(trainee_ids_of("unn-nuk"))
    what_if("unn-nuk", min(records), Study(first, add_months(first, 36), 100), today)
    rows, slowest = [], 0.0
    for pk, record in records.items():
        for percent, years in ((50, 6), (100, 3)):
            study = Study(first, add_months(first, 12 * years) - dt.timedelta(days=1), percent)
            began = time.monotonic()
            found = what_if("unn-nuk", pk, study, today)
            seconds = time.monotonic() - began
            slowest = max(slowest, seconds)
            rows.append(
                f"| {record.name} | {percent} %, {years} years | {seconds:.2f} | {'yes' if found.proven else 'no'} "
                f"| {found.without[pk].planned_end} | {found.with_study[pk].planned_end} "
                f"| {len(set(found.changes()) - {pk})} |\n"
            )
    return rows, slowest


if __name__ == "__main__":
    raise SystemExit(main())

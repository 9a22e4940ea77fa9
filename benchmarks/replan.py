"""Measures what-if for a department and for a trust, for each kind of event, into `benchmarks/replan.md`.

    python -m benchmarks.replan

The demonstration is told in a database of its own, and the whole page is asked for in process, as the head. Each kind
is asked for several trainees or arenas; one page is asked for first, and not counted, since it loads the engine. Then
its programme gets as many trainees as a trust has, and as many more places, and is asked again.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GOALS = {"department": 1.0, "trust": 3.0}  # seconds
TRUST = 300  # trainees
MOST = 12  # questions of a kind
ADDRESS = "/leder/planer/unn-nuk/hva-om/"
MONTHS = (4, 10)  # from next month on, when the event begins
HEAD = (
    "# Re-planning: seconds until the page's answer\n\n"
    "A department is the demonstration's. A trust is the same programme with so many trainees, and as many more "
    "places.\n"
    "\n| what | trainees | event | pages | p50 s | slowest s | choices |\n"
    "|---|---|---|---|---|---|---|\n"
)


def main() -> int:
    """0 when every page came within the goal."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "BOREALIS_HOME": home,
            "BOREALIS_DEMO": "1",
            "BOREALIS_HOSTS": "testserver",
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
        today = timezone.localdate(now)
        rows, department = measure("department", today)
        grow(now, today)
        more, trust = measure("trust", today)
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    sums = "".join(
        f"All {len(seconds)} pages of the {what}: p50 {statistics.median(seconds):.2f} s, slowest "
        f"{max(seconds):.2f} s (goal {GOALS[what]:.0f} s).\n"
        for what, seconds in (("department", department), ("trust", trust))
    )
    text = f"{HEAD}{''.join(rows + more)}\n{sums}\n{where}, {load}.\n"
    (HERE / "replan.md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if max(department) <= GOALS["department"] and max(trust) <= GOALS["trust"] else 1


def grow(now: dt.datetime, today: dt.date) -> None:
    """Make a trust of the department: the same stories under other names, places for them, and new plans."""
    from django.db.models import F

    from borealis.demo.story import add_copies
    from borealis.organisations.models import ArenaCapacity
    from borealis.trainees.queries import trainee_ids_of

    known = len(trainee_ids_of("unn-nuk"))
    ArenaCapacity.objects.update(
        places=F("places") * (TRUST // known), minimum=F("minimum") * (TRUST // known)
    )
    add_copies(TRUST - known, now=now, today=today)
    gc.collect()
    gc.freeze()  # as a server does when it has loaded, which has told no story before


def measure(what: str, today: dt.date) -> tuple[list[str], list[float]]:
    """A row for each kind of event, and the seconds of every page."""
    from benchmarks.pages import _client
    from borealis.trainees.queries import trainee_ids_of

    client: Any = _client("Randi Snøugle")
    rows, everything, trainees = [], [], len(trainee_ids_of("unn-nuk"))
    for kind, questions in asked(today).items():
        client.get(ADDRESS, questions[0] | {"hva": kind})
        seconds, choices = [], []
        for question in questions[:: max(1, len(questions) // MOST)][:MOST]:
            began = time.monotonic()
            answer = client.get(ADDRESS, question | {"hva": kind})
            if answer.status_code != 200:
                raise RuntimeError(f"{kind}: {answer.status_code}")
            seconds.append(time.monotonic() - began)
            choices.append(answer.content.count(b'name="chosen"'))
        everything += seconds
        rows.append(
            f"| {what} | {trainees} | {kind} | {len(seconds)} | {statistics.median(seconds):.2f} | {max(seconds):.2f} "
            f"| {min(choices)}–{max(choices)} |\n"
        )
    return rows, everything


def asked(today: dt.date) -> dict[str, list[dict[str, str]]]:
    """Questions of each kind."""
    from borealis.plans.queries.replan_page import choices_for
    from borealis.programmes.queries import programme

    found = programme("unn-nuk")
    assert found is not None
    lists: dict[str, Any] = choices_for(found)
    spans = list(_spans(today))
    people = [{"trainee": pk} for pk in lists["trainee"]]
    places = [{"arena": code, "places": "1"} for code in lists["arena"]]
    terms = [{"agreement": code} for code in lists["agreement"]]
    return {
        "leave": [one | span | {"reason": "parental_leave"} for one in people for span in spans],
        "doctorate": [one | span | {"through": span["far"]} for one in people for span in spans],
        "leaver": [one | span for one in people for span in spans],
        "starter": spans,
        "fewer": [one | span for one in places for span in spans],
        "more": [one | span for one in places for span in spans],
    } | ({"agreement": [one | span for one in terms for span in spans]} if terms else {})


def _spans(today: dt.date) -> Iterator[dict[str, str]]:
    from borealis.plans.rules.months import later, month_of

    for ahead in MONTHS:
        first = later(month_of(today), ahead)
        yield {"first": first, "through": later(first, 7), "far": later(first, 71)}


if __name__ == "__main__":
    raise SystemExit(main())

"""How long the server takes for each page, for the demonstration and for 20 trainees with 88 goals, then with
3,000 activities each.

Each page is asked for several times through the whole stack (middleware, queries, templates) without a
network; the table gives the median and the slowest, and the number of queries. The floor is the same
for all: the page that says "not found".
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.portfolios import fill

ROUNDS = 15
ACTIVITIES = 3_000
TABLE = Path(__file__).with_name("pages.md")


def _start() -> None:
    os.environ["BOREALIS_HOME"] = tempfile.mkdtemp(prefix="borealis-bench-")
    os.environ["BOREALIS_DATABASE"] = ""
    os.environ["BOREALIS_DEMO"] = "1"
    os.environ["BOREALIS_HOSTS"] = "testserver"
    from borealis.config.cli import django_setup

    django_setup.start()
    from borealis.config import wsgi  # as it is served

    assert wsgi.application


def _queries(client: object, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code not in (200, 404):
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(queries)


def _time(client: object, address: str) -> float:
    """Milliseconds; queries are not counted meanwhile, since counting asks the database again."""
    began = time.perf_counter()
    client.get(address)  # type: ignore[attr-defined]
    return (time.perf_counter() - began) * 1000


def measure(title: str, pages: dict[str, list[str]], become: Callable[[str], object]) -> list[str]:
    """Rows of the table: every page as the person who uses it."""
    rows = [f"\n## {title}\n", "| page | as | median ms | slowest ms | queries |", "|---|---|---|---|---|"]
    for person, addresses in pages.items():
        client = become(person)
        for address in addresses:
            queries = _queries(client, address)
            times = [_time(client, address) for _ in range(ROUNDS)]
            rows.append(
                f"| `{address}` | {person or 'everyone'} | {statistics.median(times):.0f} "
                f"| {max(times):.0f} | {queries} |"
            )
    return rows


def _client(name: str) -> object:
    from django.test import Client

    from borealis.demo.people import address
    from borealis.people.queries import person_by_email

    client = Client()
    if name:
        person = person_by_email(address(name))
        if person is None:
            raise LookupError(name)
        client.post("/demo/som/", {"person": person.pk})
    return client


def _addresses(trainee: int) -> dict[str, list[str]]:
    return {
        "": ["/finnes-ikke/", "/", "/program/unn-nuk/", "/spesialiteter/", "/spesialiteter/NUK/"],
        "Nora Fjellrype": [
            "/lis/",
            f"/lis/plan/{trainee}/",
            f"/lis/maal/{trainee}/",
            f"/lis/tjeneste/{trainee}/",
        ],
        "Torunn Havørn": ["/veileder/"],
        "Randi Snøugle": [
            "/leder/",
            "/leder/avdeling/unn-nuk/tjenesteplan/",
            "/leder/avdeling/unn-nuk/opplaering/",
            "/leder/avdeling/unn-nuk/samlet/",
            "/leder/planer/unn-nuk/",
            "/leder/dekning/unn-nuk/",
            "/leder/program/unn-nuk/",
        ],
        "Berit Nordavind": ["/koordinator/"],
    }


def _portfolio(trainee: int, goal: int) -> dict[str, list[str]]:
    """The pages of portfolios."""
    return {
        "Nora Fjellrype": [
            "/lis/",
            f"/lis/mappe/{trainee}/",
            f"/lis/mappe/{trainee}/ny/",
            f"/lis/signering/{trainee}/",
            f"/lis/maal/{trainee}/",
            f"/lis/maal/{trainee}/{goal}/",
            f"/lis/vurderinger/{trainee}/",
            f"/lis/kollegium/{trainee}/",
            f"/lis/soknad/{trainee}/",
        ],
        "Ylva Steinskvett": ["/signering/", "/meg/vurderinger/"],
        "Torunn Havørn": ["/veileder/", "/veileder/maal/"],
        "Randi Snøugle": [
            "/leder/",
            "/leder/avdeling/unn-nuk/tjenesteplan/",
            "/leder/avdeling/unn-nuk/opplaering/",
            "/leder/avdeling/unn-nuk/samlet/",
            "/leder/maal/venter/",
            f"/leder/maal/{trainee}/{goal}/",
            "/leder/vurderinger/",
        ],
    }


def main() -> None:
    """Measure, and write the table."""
    _start()
    from django.utils import timezone

    from borealis.demo import people, story
    from borealis.people.queries import person_by_email, viewer_of
    from borealis.portfolio.models import Submission
    from borealis.trainees.models import Trainee
    from borealis.trainees.queries import own_training, training_records

    now, today = timezone.now(), timezone.localdate()
    story.tell(now=now, today=today)
    nora = own_training(viewer_of(person_by_email(people.address("Nora Fjellrype"))))
    if nora is None:
        raise LookupError("Nora Fjellrype")
    rows = [
        "# Pages: time on the server",
        f"\nMeasured {today}, {os.cpu_count()} cores, SQLite.",
    ]
    rows += measure("The demonstration, 7 trainees", _addresses(nora.pk), _client)
    more = story.add_copies(13, now=now, today=today)
    assert len(training_records(more)) == 13
    rows += measure("20 trainees, 88 goals each", _addresses(nora.pk), _client)
    everyone = list(Trainee.objects.values_list("pk", flat=True))
    fill(everyone, ACTIVITIES, now, "Ylva Steinskvett")
    goal = Submission.objects.filter(trainee_id=nora.pk).values_list("goal_id", flat=True)[0]
    words = f"{len(everyone)} trainees, 88 goals and {ACTIVITIES} activities over ten years each"
    rows += measure(words, _portfolio(nora.pk, goal), _client)
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print("\n".join(rows))


if __name__ == "__main__":
    main()

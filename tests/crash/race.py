"""Threads and processes that record at the same instant, on a store of their own; tells what came of it.

Run as ``python -m tests.crash.race``.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import threading
import time
from typing import Any

from benchmarks.crash import setup

EACH = 10
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def record(barrier: Any, numbers: Any) -> None:
    """Wait for the others, and then record as fast as it goes."""
    from django.db import connections

    from borealis.audit.actions import record_event

    barrier.wait(timeout=60)
    for _ in range(EACH):
        number = record_event(by=None, act="choose_language", subject="people.Person:1", now=NOW)
        numbers.append(number) if isinstance(numbers, list) else numbers.put(number)
    connections.close_all()


def main() -> None:
    """Four threads begin the record together; then three processes go on together."""
    setup()
    from django.db import connections

    from borealis.audit.outside import heads_path
    from borealis.audit.queries import newest_head, read_heads, verify

    barrier, numbers = threading.Barrier(4), []
    threads = [threading.Thread(target=record, args=(barrier, numbers)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    queue, meet = fork.SimpleQueue(), fork.Barrier(3)
    children = [fork.Process(target=record, args=(meet, queue)) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(90)
    while not queue.empty():
        numbers.append(queue.get())
    time.sleep(0.1)
    verdict, head = verify(), newest_head()
    sizes = [known.head.size for known in read_heads(heads_path())]
    print(
        json.dumps(
            {
                "numbers": sorted(numbers),
                "count": verdict.count,
                "broken": verdict.broken.words if verdict.broken else "",
                "head": head.size if head else 0,
                "kept": sizes,
            }
        )
    )


if __name__ == "__main__":
    main()

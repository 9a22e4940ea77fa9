"""Kill writers at any moment, a thousand times, and see whether anything that was promised is lost.

Two writers do real acts as fast as they can and tell of each one that has returned. Both are killed with
SIGKILL after 50 to 500 ms. Then: every act that was told of is stored; every act has its event and every
event its act; numbers have no gap; and the record verifies. A kill is the death of a process, not of the
machine's power.

``python -m benchmarks.crash [--kills N] [--seed N] [--json]``; on PostgreSQL with
``BOREALIS_TEST_ENGINE=postgresql``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("crash.md")
WRITERS = 2
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
FROM = dt.date(1970, 1, 2)  # a role a day, so that none overlaps another; 27,000 for each writer


@dataclass
class Outcome:
    """What a run found. ``unpromised`` acts were stored though the writer died before it could tell."""

    engine: str
    kills: int = 0
    promised: int = 0
    unpromised: int = 0
    lost: int = 0
    half_done: int = 0
    gaps: int = 0
    broken: str = ""
    events: int = 0
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        return not (self.lost or self.half_done or self.gaps or self.broken) and self.promised > 0


def _postgresql() -> str:
    """The address of an empty database of its own."""
    import psycopg

    from tests import postgresql

    server = os.environ.get("BOREALIS_TEST_POSTGRESQL") or postgresql.start()
    name = f"crash_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def setup() -> str:
    """Django on an empty store of its own, and the name of its engine."""
    os.environ["BOREALIS_HOME"] = tempfile.mkdtemp(prefix="borealis-crash-")
    wanted = os.environ.get("BOREALIS_TEST_ENGINE") == "postgresql"
    os.environ["BOREALIS_DATABASE"] = _postgresql() if wanted else ""
    os.environ["BOREALIS_DEMO"] = ""
    os.environ.pop("BOREALIS_RECORD_KEY", None)
    from borealis.config.cli import django_setup

    django_setup.start()
    return "PostgreSQL" if wanted else "SQLite"


def _people() -> tuple[list[int], int]:
    """One person for each writer, and a department where they get their roles."""
    from django.apps import apps

    from borealis.people.actions import add_person

    department = apps.get_model("organisations", "Organisation").objects.create(
        code="crash", kind="department", name_nb="Krasjavdelingen"
    )
    names = ("Nora Fjellrype", "Torunn Havørn")
    people = [
        add_person(by=None, name=name, email=f"skriver{n}@eksempel.example", now=NOW).pk
        for n, name in enumerate(names)
    ]
    return people, department.pk


def _write(person_id: int, department: int, tell: int, seed: int) -> None:
    """Act until killed; tell of each act that has returned: a role by its key, a language by itself."""
    from django.apps import apps

    from borealis.people.actions import assign_role, choose_language

    person = apps.get_model("people", "Person").objects.get(pk=person_id)
    dice = random.Random(seed)
    held = apps.get_model("people", "RoleAssignment").objects.filter(person=person).count()
    days = (FROM + dt.timedelta(days=number) for number in itertools.count(held))
    while True:
        if dice.random() < 0.5:
            day = next(days)
            given = assign_role(
                by=None,
                person=person,
                role="guide",
                organisation_id=department,
                in_force_from=day,
                in_force_to=day,
                now=NOW,
            )
            os.write(tell, f"role {given.pk}\n".encode())
        else:
            language = dice.choice(("nb", "nn", "en"))
            choose_language(by=person_id, language=language, now=NOW)
            os.write(tell, f"language {language}\n".encode())


def _fork(person_id: int, department: int, seed: int) -> tuple[int, int]:
    """A writer in a process of its own: its number, and where it tells."""
    listen, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(listen)
            _write(person_id, department, tell, seed)
        except BaseException as error:
            os.write(tell, f"failed {error!r}\n".replace("\n", " ").encode() + b"\n")
        finally:
            os._exit(1)
    os.close(tell)
    return child, listen


def _heard(listen: int) -> list[list[str]]:
    """What a writer told before it died; an unfinished line was no promise."""
    told = b""
    while part := os.read(listen, 65536):
        told += part
    os.close(listen)
    return [line.split(" ", 1) for line in told.decode().split("\n")[:-1]]


def _wait_for_quiet() -> None:
    """PostgreSQL finishes what a dead client had begun to commit; then its session ends."""
    from django.db import connection

    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)


def _round(dice: random.Random, people: list[int], department: int) -> Iterator[tuple[int, list[list[str]]]]:
    from django.db import connections

    connections.close_all()  # no connection may be shared with a child
    writers = [_fork(person, department, dice.randrange(2**32)) for person in people]
    time.sleep(dice.uniform(0.05, 0.5))
    for child, _listen in writers:
        os.kill(child, signal.SIGKILL)
    for (child, listen), person in zip(writers, people, strict=True):
        os.waitpid(child, 0)
        yield person, _heard(listen)


def _compare(outcome: Outcome, told: list[tuple[int, list[list[str]]]], seen: int) -> int:
    """Compare what was told in a round with what is stored; gives the number of the last event."""
    from django.apps import apps

    events = list(
        apps.get_model("audit", "Event")
        .objects.filter(number__gt=seen)
        .order_by("number")
        .values_list("number", "act", "subject", "detail")
    )
    outcome.gaps += [event[0] for event in events] != list(range(seen + 1, seen + 1 + len(events)))
    given = {subject.partition(":")[2] for _number, act, subject, _detail in events if act == "assign_role"}
    spoken: dict[str, list[str]] = {}
    for _number, act, subject, detail in events:
        if act == "choose_language":
            spoken.setdefault(subject.partition(":")[2], []).append(detail["language"])
    roles = apps.get_model("people", "RoleAssignment").objects
    stored = {str(pk) for pk in roles.filter(pk__in=given).values_list("pk", flat=True)}
    outcome.half_done += len(given - stored)
    outcome.half_done += abs(
        roles.count() - apps.get_model("audit", "Event").objects.filter(act="assign_role").count()
    )
    promised = 0
    for person, lines in told:
        if failed := [words for kind, words in lines if kind == "failed"]:
            outcome.broken = failed[0]
        roles_told = {words for kind, words in lines if kind == "role"}
        languages_told = [words for kind, words in lines if kind == "language"]
        languages = spoken.get(str(person), [])
        outcome.lost += len(roles_told - given) + (languages[: len(languages_told)] != languages_told)
        promised += len(roles_told) + len(languages_told)
        if languages:
            now = apps.get_model("people", "Person").objects.get(pk=person).language
            outcome.half_done += now != languages[-1]
    outcome.promised += promised
    outcome.unpromised += len(events) - promised
    return events[-1][0] if events else seen


def run(engine: str, kills: int, seed: int, verify_each: int) -> Outcome:
    """Kill, compare and verify. Stops at the first fault."""
    from borealis.audit.queries import newest_head, verify

    outcome, dice, began = Outcome(engine), random.Random(seed), time.perf_counter()
    people, department = _people()
    head = newest_head()
    seen = head.size if head else 0
    while outcome.kills < kills and not outcome.broken and (outcome.sound or outcome.kills < 5):
        told = list(_round(dice, people, department))
        _wait_for_quiet()
        outcome.kills += 1
        seen = _compare(outcome, told, seen)
        if outcome.kills % verify_each == 0 or outcome.kills == kills:
            verdict = verify()
            if verdict.broken:
                outcome.broken = f"{verdict.broken.number}: {verdict.broken.words}"
            if verdict.count != seen:
                outcome.gaps += 1
    outcome.events, outcome.seconds = seen, round(time.perf_counter() - began, 1)
    return outcome


def _write_table(outcome: Outcome) -> None:
    row = (
        f"| {outcome.engine} | {outcome.kills} | {outcome.promised} | {outcome.lost} | {outcome.half_done} | "
        f"{outcome.gaps} | {outcome.broken or 'holds'} | {outcome.unpromised} | {outcome.seconds:.0f} |"
    )
    head = [
        "# Crash: writers killed at any moment",
        f"\nMeasured {dt.datetime.now(dt.UTC).date()}, {os.cpu_count()} cores. Two writers at a time, each killed "
        "with SIGKILL after 50 to 500 ms; `python -m benchmarks.crash` says what is compared. Acts told late "
        "were stored although the writer died before it could tell.\n",
        "| engine | kills | acts promised | lost | half done | gaps | record | acts told late | seconds |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    old = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    others = [
        line
        for line in old
        if line.startswith("| ") and not line.startswith(("| engine", f"| {outcome.engine} "))
    ]
    TABLE.write_text("\n".join([*head, *sorted([*others, row])]) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run, tell, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verify-each", type=int, default=50)
    parser.add_argument("--json", action="store_true", help="print the outcome, and leave the table alone")
    chosen = parser.parse_args(arguments)
    outcome = run(setup(), chosen.kills, chosen.seed, chosen.verify_each)
    print(json.dumps(asdict(outcome)))
    if not chosen.json:
        _write_table(outcome)
    return 0 if outcome.sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

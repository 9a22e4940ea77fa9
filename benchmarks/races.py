"""Two people decide on the same thing in the same moment, a thousand times of each kind, on both engines.

``python -m benchmarks.races``; ``RACES`` says how many rounds. Of a role, both change the last day; of a
learning goal that waits, one approves, another returns it and the doctor recalls it. One wins; the others are
told what stands; what is stored is the winner's; the record has exactly one event for each change that was
accepted.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

TABLE = Path(__file__).with_name("races.md")
ROUNDS = int(os.environ.get("RACES", "1000"))


def race_on_goals(rounds: int) -> dict[str, int]:
    """Approve against return against recall of the same goal; gives what was counted. Needs an empty
    database."""
    from borealis.audit.models import Event
    from borealis.portfolio.models import Decision, Submission
    from borealis.trainees.models import GoalStatus

    now = _now()
    waiting, people = _goals_that_wait(rounds, now)
    counts = {"won": 0, "told": 0, "lost": 0, "both": 0, "events": 0}
    before = Event.objects.count()
    ends = {"approve": "approved", "return": "returned", "recall": "in_progress"}
    for pk in waiting:
        row = Submission.objects.get(pk=pk)
        acts = [
            _deciding(pk, "approve", people["head"], now),
            _deciding(pk, "return", people["delegate"], now),
            _recalling(row.trainee_id, row.goal_id, row.by_id or 0, now),
        ]
        answers = _at_once(acts)
        won = [end for end, answer in zip(ends.values(), answers, strict=True) if answer == "won"]
        states = GoalStatus.objects.filter(trainee_id=row.trainee_id, goal_id=row.goal_id).order_by("pk")
        decided = list(Decision.objects.filter(submission=row).values_list("outcome", flat=True))
        counts["won"] += len(won) == 1
        counts["told"] += answers.count("told") == 2
        counts["both"] += len(won) > 1
        stands = list(states.values_list("state", flat=True))[1:]
        counts["lost"] += stands != won or decided != [end for end in won if end != "in_progress"]
    counts["events"] = Event.objects.count() - before
    return counts


def _now() -> dt.datetime:
    from django.utils import timezone

    return timezone.now()


def _goals_that_wait(number: int, now: dt.datetime) -> tuple[list[int], dict[str, int]]:
    """So many goals sent in and recommended by both, and the people around them."""
    from borealis.config.cli.django_setup import load_shipped
    from borealis.people.actions import add_person, assign_role
    from borealis.portfolio.goals.actions import recommend_goal, submit_goals
    from borealis.programmes.queries import programme
    from borealis.trainees.actions import appoint_guide, enrol_trainee

    load_shipped()
    found = programme("unn-nuk")
    if found is None:
        raise LookupError("unn-nuk")
    today = now.date()
    long_ago = today - dt.timedelta(days=900)
    people: dict[str, int] = {}
    for role in ("head", "delegate", "supervisor", "guide"):
        person = add_person(by=None, name=f"{role} Fjellvind", email=f"{role}@eksempel.example", now=now)
        people[role] = person.pk
        place = found.department_id
        assign_role(by=None, person=person, role=role, organisation_id=place, in_force_from=long_ago, now=now)
    waiting: list[int] = []
    while len(waiting) < number:
        mail = f"lege{len(waiting)}@eksempel.example"
        person = add_person(by=None, name="Lege Fjellvind", email=mail, now=now)
        trainee = enrol_trainee(
            by=None,
            person_id=person.pk,
            programme_id=found.pk,
            started_on=today - dt.timedelta(days=300),
            home_town="Tromsø",
            part1_completed_on=today - dt.timedelta(days=400),
            now=now,
        )
        appoint_guide(
            by=None,
            trainee_id=trainee.pk,
            guide_id=people["guide"],
            from_day=today - dt.timedelta(days=300),
            exception="Oppdiktet",
            now=now,
        )
        goals = sorted(trainee.goal_sets.values_list("goals__pk", flat=True))[: number - len(waiting)]
        sent = submit_goals(by=person.pk, trainee_id=trainee.pk, goal_ids=goals, text="Nådd", now=now)
        for row in sent:
            for who in ("guide", "supervisor"):
                recommend_goal(
                    by=people[who], submission_id=row.pk, verdict="recommends", text="Nådd", now=now
                )
        waiting += [row.pk for row in sent]
    return waiting, people


def _deciding(submission: int, act: str, by: int, now: dt.datetime) -> Callable[[], str]:
    from borealis.portfolio.goals.actions import decide_goal

    return _telling(
        lambda: decide_goal(by=by, submission_id=submission, act=act, text="Vurdert av begge", now=now)
    )


def _recalling(trainee: int, goal: int, by: int, now: dt.datetime) -> Callable[[], str]:
    from borealis.portfolio.goals.actions import recall_goal

    return _telling(lambda: recall_goal(by=by, trainee_id=trainee, goal_id=goal, now=now))


def _telling(act: Callable[[], object]) -> Callable[[], str]:
    """The act, answering whether it won or was told what stands."""
    from django.core.exceptions import ValidationError

    def done() -> str:
        try:
            act()
        except ValidationError:
            return "told"
        return "won"

    return done


def race(rounds: int) -> dict[str, int]:
    """Two change the last day of one role; gives what was counted. Needs the tables."""
    from django.utils import timezone

    from borealis.organisations.models import Organisation
    from borealis.people import actions
    from borealis.people.models import RoleAssignment

    now = _now()
    today = timezone.localdate(now)
    place, _made = Organisation.objects.get_or_create(code="race", kind="department", name_nb="Avdelingen")
    person = actions.add_person(by=None, name="Kari Nordlys", email="race@eksempel.example", now=now)
    row = actions.assign_role(
        by=None, person=person, role="head", organisation_id=place.pk, in_force_from=today, now=now
    )
    counts = {"won": 0, "told": 0, "lost": 0, "both": 0, "events": 0}
    for number in range(rounds):
        version = RoleAssignment.objects.get(pk=row.pk).version
        ends = [today + dt.timedelta(days=2 * number % 4000 + side + 1) for side in (0, 1)]
        if number % 4 == 3:  # one ends it, the other extends it
            ends[0] = today
        before = _events(row.pk)
        answers = _at_once([_changing(row.pk, end, version, now) for end in ends])
        won = [end for end, answer in zip(ends, answers, strict=True) if answer == "won"]
        stands = RoleAssignment.objects.get(pk=row.pk)
        counts["won"] += len(won) == 1
        counts["told"] += answers.count("told") == 1
        counts["both"] += len(won) == 2
        counts["lost"] += len(won) == 1 and (stands.in_force_to != won[0] or stands.version != version + 1)
        counts["events"] += _events(row.pk) - before
    return counts


def _events(key: int) -> int:
    from borealis.audit.models import Event

    return Event.objects.filter(subject=f"people.RoleAssignment:{key}", act="change_role_end").count()


def _changing(key: int, end: dt.date, version: int, now: dt.datetime) -> Callable[[], str]:
    from borealis.people import actions

    def change() -> str:
        try:
            actions.change_role_end(by=None, assignment_id=key, in_force_to=end, version=version, now=now)
        except actions.ChangedMeanwhile:
            return "told"
        return "won"

    return change


def _at_once(acts: list[Callable[[], str]]) -> list[str]:
    """Each act in a thread with a connection of its own, let go by a barrier."""
    from django.db import connection

    gate, answers = threading.Barrier(len(acts)), ["broken"] * len(acts)

    def run(side: int, act: Callable[[], str]) -> None:
        gate.wait(20)
        try:
            answers[side] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return answers


def run_here() -> None:
    """The races in a fresh database of this process; prints a line of the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borealis.config.settings")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    for what, run in (("role", race), ("goal", race_on_goals)):
        began = time.perf_counter()
        counts = run(ROUNDS)
        seconds = time.perf_counter() - began
        print(
            f"| {connection.vendor} | {what} | {ROUNDS} | {counts['won']} | {counts['told']} | "
            f"{counts['both']} | {counts['lost']} | {counts['events']} | {seconds:.1f} |"
        )


def main() -> None:
    """Both engines, each in a process of its own; writes the table."""
    lines = [
        "# Two people decide on the same thing in the same moment",
        "\n| engine | what | races | one won | the other was told | both won | lost updates | events | s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for address in ("", _postgresql()):
        home = tempfile.mkdtemp(prefix="borealis-races-")
        environment = {**os.environ, "BOREALIS_HOME": home, "BOREALIS_DATABASE": address}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.races", "here"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        lines += done.stdout.strip().splitlines()[-2:]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))


def _postgresql() -> str:
    """A PostgreSQL of our own for the time of the run."""
    if given := os.environ.get("BOREALIS_TEST_POSTGRESQL"):
        return given
    from tests import postgresql

    return postgresql.start()


if __name__ == "__main__":
    run_here() if sys.argv[1:] == ["here"] else main()

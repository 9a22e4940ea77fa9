"""Two answer the same ask in the same moment: one signs, the other returns it.

One wins; the other is told; what is stored is the winner's; the record has one event for it. Run as
``python -m tests.portfolio.signing.race`` on a store of its own; ``RACES`` says how many rounds.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import uuid
from collections.abc import Callable

ROUNDS = int(os.environ.get("RACES", "30"))
SIGN, RETURN = "signed", "returned"
Counts = dict[str, int]


def race(rounds: int) -> Counts:
    """So many races; gives what was counted. Needs an empty database."""
    from borealis.audit.models import Event
    from borealis.portfolio.models import Activity, Ask, SignatureAnswer

    counts = {"won": 0, "told": 0, "both": 0, "torn": 0, "events": 0}
    for ask_id, signer, now in _asks(rounds):
        answers = _at_once([_answering(kind, ask_id, signer, now) for kind in (SIGN, RETURN)])
        won = [kind for kind, answer in zip((SIGN, RETURN), answers, strict=True) if answer == "won"]
        stored = list(SignatureAnswer.objects.filter(ask_id=ask_id).values_list("outcome", flat=True))
        ask = Ask.objects.get(pk=ask_id)
        activity = Activity.objects.get(pk=ask.activity_id)
        ask_state = {SIGN: "answered", RETURN: "returned"}
        whole = stored == won and [activity.state] == won and [ask.state] == [ask_state[kind] for kind in won]
        counts["won"] += len(won) == 1
        counts["told"] += answers.count("told") == 1
        counts["both"] += len(won) == 2
        counts["torn"] += not whole
    acts = Event.objects.filter(act__in=("sign_activity", "return_activity"))
    counts["events"] = acts.count()
    return counts


def _asks(number: int) -> list[tuple[int, int, dt.datetime]]:
    """So many asks to one person, of one doctor."""
    from django.utils import timezone

    from borealis.config.cli.django_setup import load_shipped
    from borealis.people.actions import add_person
    from borealis.portfolio.activities.actions import record_activity
    from borealis.portfolio.signing.actions import ask_signature
    from borealis.programmes.queries import programme
    from borealis.trainees.actions import enrol_trainee

    now = timezone.now()
    today = timezone.localdate(now)
    load_shipped()
    found = programme("unn-nuk")
    if found is None:
        raise LookupError("unn-nuk")
    doctor = add_person(by=None, name="Nora Fjellrype", email="nora@eksempel.example", now=now)
    signer = add_person(by=None, name="Line Multe", email="line@eksempel.example", now=now)
    trainee = enrol_trainee(
        by=None,
        person_id=doctor.pk,
        programme_id=found.pk,
        started_on=today - dt.timedelta(days=300),
        home_town="Tromsø",
        part1_completed_on=today - dt.timedelta(days=400),
        now=now,
    )
    facts = {"trainee_id": trainee.pk, "template": "pet-lunge", "from_day": today, "by": None, "now": now}
    rows = [record_activity(key=uuid.uuid4(), count=n + 1, **facts) for n in range(number)]  # type: ignore[arg-type]
    asks = [ask_signature(by=None, activity_id=row.pk, person_id=signer.pk, now=now) for row in rows]
    return [(ask.pk, signer.pk, now) for ask in asks]


def _answering(kind: str, ask_id: int, signer: int, now: dt.datetime) -> Callable[[], str]:
    from django.core.exceptions import ValidationError

    from borealis.portfolio.signing.actions import return_activity, sign

    def answer() -> str:
        try:
            if kind == SIGN:
                sign(by=signer, ask_id=ask_id, level=3, now=now)
            else:
                return_activity(by=signer, ask_id=ask_id, comment="Rett antallet", now=now)
        except ValidationError:
            return "told"
        return "won"

    return answer


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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borealis.config.settings")
    import django
    from django.core.management import call_command
    from django.test import override_settings

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        print(json.dumps(race(ROUNDS)))

"""A thousand random changes to the record by somebody who can write the database but has no key: all found."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from borealis.audit import keys, outside
from borealis.audit.actions import erase_text, record_event
from borealis.audit.models import Event, EventText, RecordEdge
from borealis.audit.queries import newest_head, verify
from borealis.audit.rules import Frontier, Told, commitment, leaf_of, shown_time, signed_bytes
from tests.audit.lifting import lifted

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
COUNT = 12
FORGER = keys.RecordKey(Ed25519PrivateKey.generate())
Attack = Callable[[random.Random], None]


@pytest.fixture
def record(transactional_db: None) -> Iterator[None]:
    """Twelve events, committed so that their heads are outside too; some with text, one text erased."""
    for step in range(COUNT):
        if step == 2:
            erase_text(by=None, event_number=2, now=NOW, why_code="asked")
            continue
        record_event(
            by=None,
            act="choose_language",
            subject=f"people.Person:{step}",
            now=NOW + dt.timedelta(seconds=step),
            detail={"step": step, "share": step / 3, "ord": ["æ", None]},
            private={"why": f"Grunn {step}"} if step % 2 else None,
        )
    assert verify().holds
    with lifted():
        yield
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = OFF")


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rebuild(first: int, signer: keys.RecordKey | None) -> None:
    """Compute leaves, roots and the edge anew from an event on, as somebody would who knows the code; sign
    with another key, or leave the old signatures."""
    edge = Frontier()
    for event in Event.objects.order_by("number"):
        told = Told(
            *(
                getattr(event, name)
                for name in ("number", "at", "by_id", "role", "place_id", "way", "about_id", "act")
            ),
            *(getattr(event, name) for name in ("subject", "version", "detail", "commitment")),
        )
        leaf = leaf_of(told)
        edge.add(leaf)
        if event.number >= first:
            changes = {"leaf": leaf.hex(), "root": edge.root().hex()}
            if signer is not None:
                message = signed_bytes(event.number, changes["root"], shown_time(event.at), event.key)
                changes["signature"] = signer.sign(message)
            Event.objects.filter(pk=event.number).update(**changes)
    put_edge(edge)


def put_edge(edge: Frontier) -> None:
    RecordEdge.objects.update(
        size=edge.size, peaks=" ".join(peak.hex() for peak in edge.peaks), root=edge.root().hex()
    )


def rewind(size: int) -> None:
    """Make the edge that of the first events."""
    edge = Frontier()
    for leaf in Event.objects.filter(number__lte=size).order_by("number").values_list("leaf", flat=True):
        edge.add(bytes.fromhex(leaf))
    put_edge(edge)


def any_event(dice: random.Random) -> int:
    return dice.randint(1, COUNT)


def changed(dice: random.Random, number: int) -> None:
    """One column of one event, to something else."""
    event = Event.objects.get(pk=number)
    column = dice.choice(("at", "role", "way", "act", "subject", "version", "detail", "commitment"))
    new = {
        "at": event.at + dt.timedelta(microseconds=dice.choice((-1, 1, 10**9))),
        "detail": {**event.detail, "step": dice.random()},
        "commitment": f"{dice.randrange(16**64):064x}",
    }.get(column, f"{dice.randrange(10**9)}")
    Event.objects.filter(pk=number).update(**{column: new})


def edit(dice: random.Random) -> None:
    changed(dice, any_event(dice))


def edit_and_rebuild(dice: random.Random) -> None:
    number = any_event(dice)
    changed(dice, number)
    rebuild(number, dice.choice((None, FORGER)))


def edit_a_seal(dice: random.Random) -> None:
    column = dice.choice(("leaf", "root", "signature", "key"))
    length = {"signature": 128, "key": 16}.get(column, 64)
    Event.objects.filter(pk=any_event(dice)).update(**{column: f"{dice.randrange(16**length):0{length}x}"})


def delete(dice: random.Random) -> None:
    number = any_event(dice)
    EventText.objects.filter(pk=number).delete()
    Event.objects.filter(pk=number).delete()


def delete_and_close_the_gap(dice: random.Random) -> None:
    number = dice.randint(1, COUNT - 1)
    EventText.objects.filter(pk__gte=number).delete()
    Event.objects.filter(pk=number).delete()
    for later in range(number + 1, COUNT + 1):
        Event.objects.filter(pk=later).update(number=later - 1)
    rebuild(number, dice.choice((None, FORGER)))


def swap(dice: random.Random) -> None:
    one, other = dice.sample(range(1, COUNT + 1), 2)
    EventText.objects.filter(pk__in=(one, other)).delete()
    for old, new in ((one, 0), (other, one), (0, other)):
        Event.objects.filter(pk=old).update(number=new)
    if dice.random() < 0.5:
        rebuild(min(one, other), FORGER)


def insert(dice: random.Random) -> None:
    """A copy of an event, behind the last or below the first, with or without an edge that knows of it."""
    event = Event.objects.get(pk=any_event(dice))
    event.number = dice.choice((COUNT + 1, COUNT + 5, 0, -3))
    event.save(force_insert=True)
    if event.number == COUNT + 1 and dice.random() < 0.7:
        rebuild(COUNT + 1, FORGER)


def truncate(dice: random.Random) -> None:
    """Cut off the end, and wind the edge back as if it had never been."""
    size = dice.randint(0, COUNT - 1)
    EventText.objects.filter(pk__gt=size).delete()
    Event.objects.filter(pk__gt=size).delete()
    choice = dice.random()
    if choice < 0.6:
        rewind(size)
    elif choice < 0.8:
        RecordEdge.objects.all().delete()


def truncate_and_go_on(dice: random.Random) -> None:
    """Cut off the end, and let Borealis itself, with the key, record other events in its place."""
    size = dice.randint(1, COUNT - 1)
    EventText.objects.filter(pk__gt=size).delete()
    Event.objects.filter(pk__gt=size).delete()
    rewind(size)
    for _ in range(dice.randint(1, COUNT + 3)):
        record_event(by=None, act="add_person", subject="people.Person:99", now=NOW)


def forge_and_go_on(dice: random.Random) -> None:
    """Change an event, fit all hashes and the edge to it, and let Borealis itself go on from there."""
    edit_and_rebuild(dice)
    record_event(by=None, act="add_person", subject="people.Person:99", now=NOW)


def change_a_text(dice: random.Random) -> None:
    row = dice.choice(list(EventText.objects.all()))
    EventText.objects.filter(pk=row.pk).update(
        **dice.choice(({"salt": "0" * 32}, {"text": {"why": "Noe annet"}}, {"text": {**row.text, "x": "y"}}))
    )


def remove_a_text(dice: random.Random) -> None:
    EventText.objects.filter(pk=dice.choice(list(EventText.objects.values_list("pk", flat=True)))).delete()


def bring_back_or_add_a_text(dice: random.Random) -> None:
    EventText.objects.create(event_id=dice.choice((1, 2, 3)), salt="ab" * 16, text={"why": "Grunn 1"})


def change_the_edge(dice: random.Random) -> None:
    edge = RecordEdge.objects.get()
    kind = dice.choice(("peaks", "root", "size", "gone"))
    if kind == "gone":
        edge.delete()
    elif kind == "size":
        RecordEdge.objects.update(size=COUNT + dice.choice((-2, -1, 1, 5)))
    else:
        RecordEdge.objects.update(**{kind: f"{dice.randrange(16**64):064x}"})


def make_unreadable(dice: random.Random) -> None:
    number = any_event(dice)
    detail = dice.choice(
        ("[]", '"x"', "5", "null", "9007199254740993", '{"a": 1e400}', '{"a": 12345678901234567890}')
    )
    if connection.vendor == "sqlite":
        detail = dice.choice((detail, "{", "", "NaN"))
        if dice.random() < 0.3:
            return sql("UPDATE audit_event SET at = 'i går' WHERE number = %s", number)
    elif detail == '{"a": 1e400}':
        detail = "[1]"
    cast = "" if connection.vendor == "sqlite" else "::jsonb"
    return sql(f"UPDATE audit_event SET detail = %s{cast} WHERE number = %s", detail, number)


ATTACKS: tuple[Attack, ...] = (
    *(edit, edit_and_rebuild, edit_a_seal, delete, delete_and_close_the_gap, swap, insert, truncate),
    *(truncate_and_go_on, forge_and_go_on, change_a_text, remove_a_text, bring_back_or_add_a_text),
    *(change_the_edge, make_unreadable),
)


def test_a_thousand_random_changes_are_all_found(record: None) -> None:
    dice = random.Random(20261122)
    missed: list[str] = []
    places = set()
    for turn in range(1000):
        attack = ATTACKS[turn % len(ATTACKS)]
        before = dice.getstate()
        with transaction.atomic():
            # Constraints are no matter to who can write the database: break what they would hold.
            loosen()
            attack(dice)
            verdict = verify()
            transaction.set_rollback(True)
        if verdict.broken is None:
            missed.append(f"{turn} {attack.__name__} {hash(before)}")
        else:
            places.add((attack.__name__, verdict.broken.words[:30]))
            assert len(verdict.broken.words) > 10
    assert missed == []
    assert len(places) > len(ATTACKS)  # each is told for what it is
    assert verify().holds


def loosen() -> None:
    """Check foreign keys at the end, which never comes, and on SQLite no value at all."""
    if connection.vendor == "sqlite":
        sql("PRAGMA defer_foreign_keys = ON")
        sql("PRAGMA ignore_check_constraints = ON")
    else:
        sql("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("attack", [truncate, truncate_and_go_on], ids=lambda attack: attack.__name__)
def test_a_cut_end_is_found_by_the_heads_outside_alone(record: None, attack: Attack) -> None:
    dice = random.Random(7)
    with transaction.atomic():
        size = 6
        EventText.objects.filter(pk__gt=size).delete()
        Event.objects.filter(pk__gt=size).delete()
        rewind(size)
        if attack is truncate_and_go_on:
            for _ in range(dice.randint(1, 3)):
                record_event(by=None, act="add_person", subject="people.Person:99", now=NOW)
        assert verify(outside_too=False).holds
        broken = verify().broken
        assert broken is not None
        assert broken.number == 7
        transaction.set_rollback(True)


def test_the_first_broken_event_is_named_and_so_is_what_is_wrong_with_it(record: None) -> None:
    with transaction.atomic():
        Event.objects.filter(pk=5).update(subject="people.Person:500")
        Event.objects.filter(pk=9).update(subject="people.Person:900")
        broken = verify().broken
        assert broken is not None
        assert (broken.number, broken.words) == (
            5,
            "what it says was changed: it does not match its own hash",
        )
        transaction.set_rollback(True)


def test_heads_outside_are_one_for_each_event_and_the_last_is_the_newest(record: None) -> None:
    lines = [json.loads(line) for line in outside.heads_path().read_text().splitlines()]
    assert [line["size"] for line in lines] == list(range(COUNT + 1))
    assert outside.last_head() == newest_head()
    assert commitment("a", {"b": "c"}) != commitment("b", {"b": "c"})

"""Adding to the record. Called inside the transaction of the act that it tells of."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from typing import Any, cast

from django.db import transaction

from borealis.audit import keys, outside, rules
from borealis.audit.context import acting
from borealis.audit.models import Event, EventText, RecordEdge
from borealis.audit.queries import newest_head
from borealis.audit.registry import check_said

LOG = logging.getLogger("borealis.audit")
LENGTHS = {"role": 30, "way": 20, "act": 60, "subject": 120, "version": 80}  # as the columns are
ERASE_REASONS = ("asked", "retention", "mistake")
ADOPT_REASONS = ("restored", "lost")


class NothingToErase(Exception):
    """The event has no text, or it is erased already."""


@transaction.atomic
def record_event(
    *,
    by: int | None,
    act: str,
    subject: str,
    now: dt.datetime,
    about: int | None = None,
    version: str = "",
    detail: dict[str, Any] | None = None,
    private: dict[str, str] | None = None,
) -> int:
    """Add one event and give its number. ``by`` is the person's key, or None when the system acts by itself.

    ``subject`` is "room.Model:key"; ``about`` is the key of the person whom it concerns; ``detail`` holds
    JSON values and no personal free text; ``private`` holds personal text by name, such as "why", which
    can be erased later without breaking the record. Raises UnsaidAct for an act that no room says, and
    TypeError or ValueError for what cannot be stored and read back as it was.
    """
    check_said(act)
    salt = secrets.token_hex(16) if private else ""
    context = acting()
    commitment = rules.commitment(salt, _texts(private)) if private else ""
    edge = _locked_edge(now)
    told = rules.Told(
        edge.size + 1,
        now,
        by,
        context.role,
        context.place_id,
        context.way,
        about,
        act,
        subject,
        version,
        detail or {},
        commitment,
    )
    sealed = _seal(edge, told)
    event = Event(
        **{_column(name): value for name, value in told._asdict().items()},
        **sealed._asdict(),
    )
    event.save(force_insert=True)
    if private:
        EventText.objects.create(event=event, salt=salt, text=private)
    head = rules.Head(told.number, sealed.root, rules.shown_time(now), sealed.key, sealed.signature)
    transaction.on_commit(lambda: _keep_outside(head), robust=True)
    return told.number


def _keep_outside(head: rules.Head) -> None:
    """Keep a committed head in the file. What was done stands even when that fails; verify tells of it."""
    try:
        outside.keep(head)
    except (outside.HeadsLost, OSError) as error:
        LOG.error("The head of event %d is not kept outside the database: %s", head.size, error)


def _column(name: str) -> str:
    return f"{name}_id" if name in ("by", "place", "about") else name


def _texts(private: dict[str, str]) -> dict[str, str]:
    """Personal texts, once they are known to come back as they went in."""
    if not all(isinstance(text, str) for pair in private.items() for text in pair):
        raise TypeError("Personal text of an event is text by name.")
    _refuse_nul(rules.canonical(private))
    return private


def _refuse_nul(written: bytes) -> None:
    r"""PostgreSQL stores no character 0. Canonical JSON writes it \u0000 after an even number of backslashes."""
    if b"\\u0000" in written.replace(b"\\\\", b""):
        raise TypeError("The character 0 cannot be stored in the record.")


def _seal(edge: RecordEdge, told: rules.Told) -> rules.Sealed:
    """Grow the tree by this event, store its new edge, and sign its head."""
    written = rules.written(told)
    _refuse_nul(written)
    _refuse_huge(told.detail)
    for name, length in LENGTHS.items():
        if len(getattr(told, name)) > length:
            raise ValueError(f"{name} is longer than the {length} characters that the record has room for.")
    key = keys.record_key()
    frontier = rules.Frontier(edge.size, map(bytes.fromhex, edge.peaks.split()))
    leaf = rules.leaf_hash(written)
    frontier.add(leaf)
    root = frontier.root().hex()
    edge.size, edge.root = frontier.size, root
    edge.peaks = " ".join(peak.hex() for peak in frontier.peaks)
    edge.save()
    signature = key.sign(rules.signed_bytes(told.number, root, rules.shown_time(told.at), key.id))
    return rules.Sealed(leaf.hex(), root, key.id, signature)


def _refuse_huge(value: Any) -> None:
    """PostgreSQL gives a fraction beyond 2^53 back as a whole number, which canonical JSON does not have."""
    if isinstance(value, float) and abs(value) > 2**53 - 1:
        raise TypeError("A number beyond 2^53 - 1 cannot be recorded; write it as text.")
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    ):
        _refuse_huge(inner)


def _locked_edge(now: dt.datetime) -> RecordEdge:
    """The tree's right edge, locked until the transaction ends; the first event makes it, the key and the
    file of heads."""
    edge = RecordEdge.objects.select_for_update().filter(pk=1).first()
    if edge is not None and edge.size:
        return edge
    key, root, time = keys.make_key_once(), rules.EMPTY_ROOT.hex(), rules.shown_time(now)
    outside.begin(rules.Head(0, root, time, key.id, key.sign(rules.signed_bytes(0, root, time, key.id))))
    RecordEdge.objects.get_or_create(pk=1, defaults={"size": 0, "peaks": "", "root": root})
    return RecordEdge.objects.select_for_update().get(pk=1)


@transaction.atomic
def erase_text(*, by: int | None, event_number: int, now: dt.datetime, why_code: str) -> int:
    """Erase the personal text of an event for good, and record that it was done.

    The event keeps its commitment, which says nothing of the text. ``why_code`` is one of ERASE_REASONS.
    Gives the number of the new event. Raises NothingToErase.
    """
    if why_code not in ERASE_REASONS:
        raise ValueError(f"{why_code!r} is none of {', '.join(ERASE_REASONS)}.")
    event = Event.objects.filter(pk=event_number).values("about_id").first()
    erased, _rows = EventText.objects.filter(pk=event_number).delete()
    if event is None or not erased:
        raise NothingToErase(event_number)
    return record_event(
        by=by,
        act="erase_text",
        subject=f"audit.Event:{event_number}",
        now=now,
        about=event["about_id"],
        detail={"event": event_number, "why": why_code},
    )


def adopt_record(*, by: int | None, now: dt.datetime, why_code: str) -> int:
    """Go on with the record as the database has it, after a backup was restored or the heads were lost.

    The file of heads is put aside and begun anew. That this was done, and how far the old file went, is
    recorded for good. ``why_code`` is one of ADOPT_REASONS. Gives the number of the new event.
    """
    if why_code not in ADOPT_REASONS:
        raise ValueError(f"{why_code!r} is none of {', '.join(ADOPT_REASONS)}.")
    try:
        last = outside.last_head()
    except outside.HeadsLost:
        last = None
    with transaction.atomic():
        number = record_event(
            by=by,
            act="adopt_record",
            subject="audit.RecordEdge:1",
            now=now,
            detail={
                "why": why_code,
                "size": last.size if last else None,
                "root": last.root if last else None,
            },
        )
        outside.put_aside(now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S%f"))
        outside.begin(cast(rules.Head, newest_head()))
    return number

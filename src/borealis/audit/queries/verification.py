"""Whether the record holds: everything is computed anew from the rows, in one pass and little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DataError
from django.db.models import Exists, OuterRef

from borealis.audit import keys, outside
from borealis.audit.models import Event, EventText, RecordEdge
from borealis.audit.rules import (
    EMPTY_ROOT,
    Frontier,
    Head,
    HeadUnreadable,
    Sealed,
    Told,
    commitment,
    leaf_of,
    parse_head,
    shown_time,
)
from borealis.audit.signatures import SignatureCheck

BATCH = 2000
COLUMNS = (
    *("number", "at", "by_id", "role", "place_id", "way", "about_id", "act", "subject", "version"),
    *("detail", "commitment", "leaf", "root", "key", "signature", "text__salt", "text__text"),
)
WIDTH = len(Told._fields)


@dataclass(frozen=True)
class Broken:
    """The first place where the record does not hold: the event, or 0 for the record as a whole."""

    number: int
    words: str


@dataclass(frozen=True)
class Verdict:
    """How many events were read, and where the record is broken, if it is."""

    count: int
    broken: Broken | None

    @property
    def holds(self) -> bool:
        return self.broken is None


@dataclass(frozen=True)
class KnownHead:
    """A head that is known from elsewhere, and where from."""

    head: Head
    where: str


class HeadsRefused(Exception):
    """A file holds a line that is no head; the message says which."""


class _Fault(Exception):
    """What is wrong, at an event (0: at none)."""

    def __init__(self, number: int, words: str) -> None:
        self.broken = Broken(number, words)


def first_broken_event() -> int | None:
    """The number of the first event that does not hold by what the database has; None when all hold."""
    broken = verify(outside_too=False).broken
    return broken.number if broken else None


def verify(
    *,
    heads: Iterable[KnownHead] = (),
    public: keys.PublicKey | None = None,
    outside_too: bool = True,
) -> Verdict:
    """Check every event, text, head and signature, the edge of the tree, and the heads kept elsewhere.

    ``heads`` are heads that were sent elsewhere before; ``public`` is the key to trust, by default the one
    in Borealis' home; without ``outside_too`` the file of heads is not asked for.

    Nothing is locked. All events are read by one statement, so that they are of one moment; the edge is
    read before and after, since others may add to the record meanwhile.
    """
    reader, broken = _Reader(public), None
    try:
        reader.read(sorted(heads, key=lambda known: known.head.size), outside_too)
    except _Fault as fault:
        broken = fault.broken
    except HeadsRefused as refused:
        broken = Broken(0, str(refused))
    finally:
        bad = reader.bad_signature()
    return Verdict(reader.frontier.size, bad or broken)


class _Reader:
    """One reading of the record from its first event to its last."""

    def __init__(self, public: keys.PublicKey | None) -> None:
        self.frontier = Frontier()
        self.public = public
        self.signatures: SignatureCheck | None = None
        self.missing: set[int] = set()  # events whose text is gone
        self.last: Head | None = None
        self.erased: dict[int, int] = {}  # events whose text was erased, and by which event

    def read(self, heads: list[KnownHead], outside_too: bool) -> None:
        before = _edge()
        has_events = Event.objects.exists()
        if self.public is None and (has_events or before.size):
            try:
                self.public = keys.record_key()
            except keys.RecordKeyMissing as missing:
                raise _Fault(0, str(missing)) from None
        if self.public is not None:
            self.signatures = SignatureCheck(self.public)
        kept = _kept_heads(has_events or before.size > 0) if outside_too else iter(())
        known = _Known(kept, heads, self._check_signature)
        known.check(self.frontier, None)
        for told, sealed, text in self._rows():
            self._check(told, sealed)
            self._check_text(told, text)
            if told.number == before.size:
                self._check_edge(before)
            known.check(self.frontier, self.last)
        known.refuse_beyond(self.frontier.size)
        self._finish(before)

    def _rows(self) -> Iterator[tuple[Told, Sealed, tuple[str | None, object]]]:
        rows = Event.objects.order_by("number").values_list(*COLUMNS).iterator(chunk_size=BATCH)
        try:
            for row in rows:
                yield Told(*row[:WIDTH]), Sealed(*row[WIDTH : WIDTH + 4]), (row[-2], row[-1])
        except (ValueError, TypeError, OverflowError, DataError) as error:
            raise _Fault(
                self.frontier.size + 1, f"a value cannot be read, here or shortly after: {error}"
            ) from None

    def _check(self, told: Told, sealed: Sealed) -> None:
        number = self.frontier.size + 1
        if told.number != number:
            raise _Fault(number, f"it is missing: event {told.number} stands in its place")
        try:
            leaf, time = leaf_of(told), shown_time(told.at)
        except (TypeError, AttributeError) as error:
            raise _Fault(number, f"it cannot be read: {error}") from None
        if leaf.hex() != sealed.leaf:
            raise _Fault(number, "what it says was changed: it does not match its own hash")
        self.frontier.add(leaf)
        if self.frontier.root().hex() != sealed.root:
            raise _Fault(number, "it does not fit into the tree of the events before it")
        if self.public is None or self.signatures is None or sealed.key != self.public.id:
            raise _Fault(number, f"its head names the key {sealed.key}, which is not the key of this record")
        self.last = Head(number, sealed.root, time, sealed.key, sealed.signature)
        self.signatures.add(number, sealed.signature, self.last.signed)

    def bad_signature(self) -> Broken | None:
        """The first signature that does not hold, among the events that were read."""
        bad = self.signatures.finish() if self.signatures else None
        return (
            None if bad is None else Broken(bad, "the signature of its head is not by the key of this record")
        )

    def _check_text(self, told: Told, text: tuple[str | None, object]) -> None:
        salt, words = text
        if told.act == "erase_text" and isinstance(told.detail, dict):
            self.erased[told.detail.get("event", 0)] = told.number
        if salt is None:
            if told.commitment:
                self.missing.add(told.number)
            return
        if not told.commitment:
            raise _Fault(told.number, "it has a personal text that was not there when it was recorded")
        try:
            matches = isinstance(words, dict) and commitment(salt, words) == told.commitment
        except TypeError:
            matches = False
        if not matches:
            raise _Fault(told.number, "its personal text was changed: it does not match its commitment")

    def _check_edge(self, edge: RecordEdge) -> None:
        peaks = " ".join(peak.hex() for peak in self.frontier.peaks)
        if edge.peaks != peaks or edge.root != self.frontier.root().hex():
            raise _Fault(
                self.frontier.size, "the stored edge of the tree does not match the events up to here"
            )

    def _check_signature(self, known: KnownHead) -> None:
        head = known.head
        if self.public is not None and not (
            head.key == self.public.id and self.public.holds(head.signature, head.signed)
        ):
            raise _Fault(
                head.size, f"{known.where} holds a head that is not signed by the key of this record"
            )

    def _finish(self, before: RecordEdge) -> None:
        size = self.frontier.size
        after = _edge()
        if size < before.size:
            raise _Fault(size + 1, f"it is missing: the edge of the tree says that there are {before.size}")
        if size > after.size:
            raise _Fault(
                after.size + 1, f"it was put in: the edge of the tree says that there are {after.size}"
            )
        if before.size == 0 and before.root != EMPTY_ROOT.hex():
            raise _Fault(0, "the edge of the empty tree is not what it should be")
        if forgotten := sorted(self.missing - set(self.erased)):
            raise _Fault(forgotten[0], "its personal text is gone, and no event says that it was erased")
        _refuse_returned(self.erased)
        orphans = EventText.objects.filter(~Exists(Event.objects.filter(pk=OuterRef("pk"))))
        orphan = orphans.order_by("event_id").first()  # the own ordering would join them away
        if orphan is not None:
            raise _Fault(orphan.pk, "there is a personal text, but no such event")


def _refuse_returned(erased: dict[int, int]) -> None:
    """A text that was erased by law must not be there again."""
    numbers = sorted(erased)
    for start in range(0, len(numbers), BATCH):
        back = EventText.objects.filter(pk__in=numbers[start : start + BATCH]).order_by("pk").first()
        if back is not None:
            raise _Fault(
                back.pk, f"its personal text was erased by event {erased[back.pk]}, and is there again"
            )


def _edge() -> RecordEdge:
    return RecordEdge.objects.filter(pk=1).first() or RecordEdge(size=0, peaks="", root=EMPTY_ROOT.hex())


Check = Callable[[KnownHead], None]


class _Known:
    """Heads known from elsewhere, each compared when the tree has grown to its size."""

    def __init__(self, kept: Iterator[KnownHead], given: list[KnownHead], check_signature: Check) -> None:
        self.streams = [_Ahead(kept), _Ahead(iter(given))]
        self.check_signature = check_signature

    def check(self, frontier: Frontier, last: Head | None) -> None:
        """Compare what is known of this size; a head that is the stored one needs no signature checked twice."""
        for stream in self.streams:
            while stream.next is not None and stream.next.head.size <= frontier.size:
                if stream.next.head != last:
                    self._compare(stream.next, frontier)
                stream.advance()

    def _compare(self, known: KnownHead, frontier: Frontier) -> None:
        if known.head.size < frontier.size:
            raise _Fault(known.head.size, f"{known.where} is out of order")
        self.check_signature(known)
        if known.head.root != frontier.root().hex():
            raise _Fault(
                known.head.size,
                f"{known.where} holds a head of another record: events up to here were written anew, or a "
                "backup was restored and added to",
            )

    def refuse_beyond(self, size: int) -> None:
        """A head of a longer record: its end was cut off."""
        for stream in self.streams:
            if stream.next is not None:
                self.check_signature(stream.next)
                raise _Fault(
                    size + 1,
                    f"it is missing: {stream.next.where} knows of {stream.next.head.size} events. The end of the "
                    "record was cut off, or an older backup was restored. If it was restored on purpose, run "
                    "borealis audit adopt --why restored",
                )


class _Ahead:
    """A stream of heads of which the next can be seen."""

    def __init__(self, heads: Iterator[KnownHead]) -> None:
        self.heads = heads
        self.next: KnownHead | None = None
        self.advance()

    def advance(self) -> None:
        self.next = next(self.heads, None)


def _kept_heads(expected: bool) -> Iterator[KnownHead]:
    """The heads in the file outside the database, as far as it goes now."""
    path = outside.heads_path()
    if not path.exists():
        if expected:
            raise _Fault(
                0,
                f"the file of heads {path} is lost, so that nothing shows whether the end of the record was cut "
                "off. Put it back from a backup; if it is gone for good, run borealis audit adopt --why lost",
            )
        return iter(())
    return read_heads(path)


def read_heads(path: Path) -> Iterator[KnownHead]:
    """The heads in a file, one on each line, up to where it ends now. A last line without an end is left
    out: it was being written. Raises HeadsRefused."""
    left = path.stat().st_size
    with path.open("rb") as file:
        for place, line in enumerate(file, start=1):
            left -= len(line)
            if left < 0 or not line.endswith(b"\n"):
                return
            where = f"{path.name}, line {place}"
            try:
                yield KnownHead(parse_head(line.decode("utf-8", "replace")), where)
            except HeadUnreadable as unreadable:
                raise HeadsRefused(f"{where} is no head: {unreadable}") from None

"""What a file would change, and the files that a department has brought in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from borealis.rosters.models import Duty, RosterImport, RosterMapping
from borealis.rosters.queries.people import matches_for
from borealis.rosters.reading.files import Content, guess_mapping, open_file, read_content
from borealis.rosters.rules import duties as rules
from borealis.rosters.rules.changes import Difference, difference
from borealis.rosters.rules.duties import Reading
from borealis.rosters.rules.mapping import Mapping, mapping_from
from borealis.rosters.rules.names import Match

REMEMBERED = 30  # versions looked through for one of the file's layout


@dataclass(frozen=True)
class Preview:
    """What a file says under a mapping, whom it names, and what it would change."""

    content: Content
    mapping: Mapping
    reading: Reading
    matches: tuple[Match, ...]
    difference: Difference

    @property
    def digest(self) -> str:
        """A mark of exactly this change, for exactly these people."""
        return self.difference.digest

    @property
    def doubts(self) -> tuple[Match, ...]:
        """Names of which a person should say whom they mean."""
        return tuple(match for match in self.matches if not match.is_sure)

    @property
    def needs_a_person(self) -> bool:
        """Whether a machine may not apply it by itself.

        Something could not be read, nobody is named, or somebody may be meant of whom nobody is sure.
        """
        may_be = any(match.how != "none" for match in self.doubts)
        return bool(self.reading.errors or self.reading.unknown) or not self.reading.people or may_be


def preview_of(stored: RosterImport, now: dt.datetime) -> Preview:
    """What a kept file would change now. Raises Unreadable or ValueError for a file that is spoilt."""
    return preview(
        stored.department_id, bytes(stored.data), mapping_from(stored.draft), timezone.localdate(now)
    )


def preview(department_id: int, data: bytes, mapping: Mapping, today: dt.date) -> Preview:
    """What a file would change under a mapping."""
    content = open_file(data)
    reading = read_content(content, mapping, today)
    matches = tuple(matches_for(department_id, reading.people))
    change = difference(
        _known_as(reading, matches),
        stored_duties(department_id, reading.first, reading.last),
        mapping.complete,
    )
    return Preview(content, mapping, reading, matches, change)


def first_mapping(department_id: int, content: Content, today: dt.date) -> Mapping:
    """How a file is read at first: as the department's last one of its layout, else by a guess."""
    guessed = guess_mapping(content, None, today)
    before = latest_mapping(department_id, guessed.layout)
    return guess_mapping(content, mapping_from(before.content), today) if before else guessed


def has_new_codes(department_id: int, mapping: Mapping) -> bool:
    """Whether a mapping says something of codes that nobody has decided for the department."""
    before = latest_mapping(department_id, mapping.layout)
    return before is None or bool(mapping.by_code().keys() - mapping_from(before.content).by_code().keys())


def look_at(department_id: int, data: bytes, today: dt.date) -> Preview:
    """What a file that is not kept would change. Raises Unreadable."""
    mapping = first_mapping(department_id, open_file(data), today)
    return preview(department_id, data, mapping, today)


def key_of(person_id: int | None, who: str) -> str:
    """Who a duty is compared as: the person where one is known, so that two layouts of a roster agree."""
    return f"person {person_id}" if person_id is not None else who


def _known_as(reading: Reading, matches: tuple[Match, ...]) -> Reading:
    """The reading with names changed for the persons that they mean."""
    keys = {match.named.who: key_of(match.sure_person, match.named.who) for match in matches}
    return replace(
        reading,
        duties=tuple(replace(duty, who=keys.get(duty.who, duty.who)) for duty in reading.duties),
        people=tuple(replace(named, who=keys.get(named.who, named.who)) for named in reading.people),
        blocked=frozenset((keys.get(who, who), day) for who, day in reading.blocked),
    )


def stored_duties(department_id: int, first: dt.date | None, last: dt.date | None) -> dict[int, rules.Duty]:
    """The department's duties between two days, as values to compare, in one query."""
    if first is None or last is None:
        return {}
    rows = Duty.objects.filter(department_id=department_id, day__gte=first, day__lte=last)
    fields = (
        "pk",
        "person_id",
        "who",
        "day",
        "start_at",
        "end_at",
        "code",
        "meaning",
        "interruptible",
        "supervises",
    )
    return {
        pk: rules.Duty(key_of(person, who), *rest)
        for pk, person, who, *rest in rows.order_by("pk").values_list(*fields)
    }


def names_of(department_id: int, keys: set[str], matches: tuple[Match, ...]) -> dict[str, str]:
    """The names behind the keys of a difference."""
    from borealis.people.directory import persons

    ids = {int(key.removeprefix("person ")) for key in keys if key.startswith("person ")}
    names = {f"person {pk}": name for pk, name in persons().filter(pk__in=ids).values_list("pk", "name")}
    names |= {match.named.who: match.named.name or match.named.number for match in matches}
    left = keys - names.keys()
    rows = (
        Duty.objects.filter(department_id=department_id, who__in=left).order_by().values_list("who", "name")
    )
    return names | {who: name or who for who, name in rows.distinct()}


def latest_mapping(department_id: int, layout: str = "") -> RosterMapping | None:
    """How the department's files were last read, of one layout when it is said."""
    rows = RosterMapping.objects.filter(department_id=department_id).order_by("-version")[:REMEMBERED]
    return next((row for row in rows if not layout or row.content.get("layout") == layout), None)


def imports_of(department_id: int) -> QuerySet[RosterImport]:
    """The department's files, the newest first, without their content."""
    rows = RosterImport.objects.filter(department_id=department_id).select_related(
        "made_by", "applied_by", "mapping"
    )
    return rows.defer("data", "draft", "removed")


def newest_applied(department_id: int) -> RosterImport | None:
    """The file that was applied last and is not taken back: the only one that can be undone."""
    return imports_of(department_id).filter(state="applied").order_by("-applied_at", "-pk").first()

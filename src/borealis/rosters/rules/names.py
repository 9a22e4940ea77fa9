"""Whom a line of a roster is about: by employee number, by name, or left to a person to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from borealis.rosters.rules.duties import Named
from borealis.rosters.rules.sheets import name_words

# How a match was found. The sure ones need no second look.
SURE = ("confirmed", "number_and_name", "number")
DOUBTFUL = ("name", "number_other_name", "part_of_name")
UNMATCHED = ("several", "none", "nobody")


@dataclass(frozen=True)
class Candidate:
    """Somebody of the department, who could be meant."""

    person_id: int
    name: str
    number: str = ""


@dataclass(frozen=True)
class Match:
    """Who is meant by a name in the roster, and how that is known. ``person_id`` None: not matched."""

    named: Named
    person_id: int | None
    how: str

    @property
    def is_sure(self) -> bool:
        return self.how in SURE or self.how == "nobody"

    @property
    def sure_person(self) -> int | None:
        """The person whom the name means, when that is sure."""
        return self.person_id if self.is_sure else None


def match_people(
    named: Iterable[Named], candidates: Iterable[Candidate], confirmed: dict[str, int | None]
) -> list[Match]:
    """A match for each name. ``confirmed`` holds what a person has said before; None: nobody here.

    Nobody is matched with two names unless a person says so: then both are left to be confirmed.
    """
    everybody = list(candidates)
    found = [_match(row, everybody, confirmed) for row in named]
    taken: dict[int, int] = {}
    for match in found:
        if match.person_id is not None:
            taken[match.person_id] = taken.get(match.person_id, 0) + 1
    return [
        Match(m.named, None, "several")
        if m.person_id is not None and taken[m.person_id] > 1 and m.how != "confirmed"
        else m
        for m in found
    ]


def _match(row: Named, candidates: list[Candidate], confirmed: dict[str, int | None]) -> Match:
    if row.who in confirmed:
        person = confirmed[row.who]
        return Match(row, person, "nobody" if person is None else "confirmed")
    words = set(name_words(row.name))
    number = row.number.strip().casefold()
    by_number = [c for c in candidates if number and c.number.strip().casefold() == number]
    if len(by_number) == 1:
        return Match(row, by_number[0].person_id, _by_number(words, by_number[0]))
    same = [c for c in candidates if words and set(name_words(c.name)) == words]
    if len(same) == 1:
        return Match(row, same[0].person_id, "name")
    part = [c for c in candidates if len(words) > 1 and _is_part(words, set(name_words(c.name)))]
    if len(part) == 1 and not same:
        return Match(row, part[0].person_id, "part_of_name")
    return Match(row, None, "several" if same or part else "none")


def _by_number(words: set[str], candidate: Candidate) -> str:
    if not words:
        return "number"
    return "number_and_name" if words & set(name_words(candidate.name)) else "number_other_name"


def _is_part(one: set[str], other: set[str]) -> bool:
    """Whether one name lies in the other: a middle name more or less."""
    return len(other) > 1 and (one <= other or other <= one)

"""Headings that each column of a roster is known by, folded to small letters and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from borealis.rosters.rules.sheets import heading_word

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "ansattnr",
        "ansattnummer",
        "tilsettnr",
        "tilsettnummer",
        "ansnr",
        "ressursnr",
        "employeenumber",
        "employeeid",
    ),
    "name": (
        "navn",
        "namn",
        "ansatt",
        "tilsett",
        "ressurs",
        "ressursnavn",
        "person",
        "lege",
        "name",
        "employee",
        "etternavn",
        "etternamn",
        "surname",
        "lastname",
        "familyname",
    ),
    "given_name": ("fornavn", "fornamn", "firstname", "givenname"),
    "title": ("stilling", "stillingskode", "tittel", "st", "rolle", "title", "position", "yrke"),
    "date": ("dato", "dag", "date", "vaktdato", "startdato", "fradato", "startdag", "startdate"),
    "code": (
        "vaktkode",
        "kode",
        "vakt",
        "vakttype",
        "aktivitet",
        "turnus",
        "code",
        "shift",
        "duty",
        "fraværskode",
        "type",
    ),
    "start": (
        "fra",
        "frå",
        "start",
        "begynner",
        "fratid",
        "starttid",
        "kl",
        "from",
        "starttime",
        "startkl",
        "fraklokken",
    ),
    "end": ("til", "slutt", "ender", "tiltid", "sluttid", "to", "end", "endtime", "sluttkl", "stop", "stopp"),
    "end_date": ("tildato", "sluttdato", "sluttdag", "enddate"),
}
SUM_WORDS = frozenset({"sum", "totalt", "total", "antall", "antal", "bemanning", "count", "timer", "hours"})
LIST_NEEDS = 3


def known_uses(headings: Sequence[str]) -> dict[str, str]:
    """The headings whose use is known by their words, each use once, the first that fits."""
    found: dict[str, str] = {}
    for use, words in HEADINGS.items():
        by_word = {heading_word(text): text for text in reversed(headings) if text}
        fitting = [by_word[word] for word in words if word in by_word]
        fresh = [text for text in fitting if text not in found.values()]
        if fresh:
            found[use] = fresh[0]
    return found


def column_of(headings: Sequence[str], wanted: str) -> int | None:
    """Where the column with a heading stands, from 0; "#3" is the third column whatever its heading."""
    if wanted.startswith("#") and wanted[1:].isascii() and wanted[1:].isdecimal():
        place = int(wanted[1:]) - 1
        return place if 0 <= place < len(headings) else None
    return next((place for place, text in enumerate(headings) if wanted and text == wanted), None)


def name_of_column(headings: Sequence[str], place: int) -> str:
    """How a mapping calls a column: its heading when that is there and no other has it, else its number."""
    heading = headings[place]
    return heading if heading and list(headings).count(heading) == 1 else f"#{place + 1}"

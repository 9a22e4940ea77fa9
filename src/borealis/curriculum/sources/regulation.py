"""Reading the whole regulation as consolidated text in markdown, made from Lovdata's XML.

``###`` is a part of annex 2 (A, B, C), ``####`` a chapter, ``#####`` a subject group; then one line for
each goal. Chapter A has its goals inside running text. Repealed goals stand in square brackets.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from borealis.curriculum.rules import Names, SetText
from borealis.curriculum.sources.act import REGULATION
from borealis.curriculum.sources.collector import GOAL_ID, Collector, clean
from borealis.curriculum.sources.prefixes import COMMON, NAMES, part_of
from borealis.curriculum.sources.problem import SourceProblem

_KEY = re.compile(r'([\w-]+):\s*"?([^"]*)"?\s*$')
_PART = re.compile(r"### ([A-Z])\. ")
_CHAPTER = re.compile(r"#### ([A-Z])\.?(\d+)\.? +(.+)")  # «C38. Nukleærmedisin», «C.20 Urologi»
_GROUP = re.compile(r"##### [A-Z]?(\d+)\.(\d+)\.? +(.+)")  # «1.1 Basiskompetanse», «C38.1 Strålevern»
_GOAL = re.compile(rf"({GOAL_ID.pattern})\b:?\s*(.*)")
_INSIDE = re.compile(r"\b(FKM[SK]?-\d{3})\b:?")
_PART_2 = re.compile(r"\s*\(del 2\)$")


def read_regulation(text: str, file: str) -> tuple[tuple[SetText, ...], tuple[tuple[int, str], ...], int]:
    """The goal sets of the consolidated regulation; the lines under a chapter that are no goal; and the
    number of repealed goals left out. Raises ``SourceProblem``."""
    rows = text.splitlines()
    facts = _front_matter(rows, file)
    if facts.get("refid") != REGULATION:
        message = _("Filen er ikke spesialistforskriften: «refid: %(refid)s» mangler øverst.")
        raise SourceProblem(file, 1, message % {"refid": REGULATION})
    days = re.findall(r"\d{4}-\d\d-\d\d", facts.get("sist-endret-ikrafttredelse", ""))
    if not days:
        message = _("Dagen for siste endring (sist-endret-ikrafttredelse) mangler øverst.")
        raise SourceProblem(file, 1, message)
    walk = _Walk(file)
    for number, row in enumerate(rows, start=1):
        walk.row(clean(row), number)
    walk.finish()
    last_act = "FOR-" + facts.get("sist-endret", "").rpartition("/")[2]
    sets = _sets(walk.collector, dt.date.fromisoformat(max(days)), last_act)
    if not sets:
        raise SourceProblem(file, len(rows) or 1, _("Fant ingen læringsmål i vedlegg 2."))
    return sets, tuple(walk.unread), walk.repealed


def _front_matter(rows: list[str], file: str) -> dict[str, str]:
    if not rows or rows[0].strip() != "---":
        message = _("Filen er ikke forskriften som markdown: den begynner ikke med «---».")
        raise SourceProblem(file, 1, message)
    facts: dict[str, str] = {}
    for row in rows[1:60]:
        if row.strip() == "---":
            return facts
        if found := _KEY.match(row.strip()):
            facts[found[1]] = found[2]
    raise SourceProblem(file, 1, _("Opplysningene øverst i filen slutter ikke med «---»."))


class _Walk:
    """One pass over the lines, with the part of annex 2 that they stand in."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.collector = Collector(file)
        self.part = ""
        self.in_repealed = 0  # the line where the brackets opened; 0 outside
        self.repealed = 0
        self.unread: list[tuple[int, str]] = []
        self.chapter_has_goals = False

    def row(self, row: str, number: int) -> None:
        if self.in_repealed:
            self._repealed(row, number)
        elif row.startswith("#"):
            self._heading(row, number)
        elif row and self.part == "A":
            self._running_text(row, number)
        elif row and self.part:
            self._goal(row, number)

    def finish(self) -> None:
        if self.in_repealed:
            message = _("Klammen rundt de opphevede målene lukkes aldri.")
            raise SourceProblem(self.file, self.in_repealed, message)

    def _repealed(self, row: str, number: int) -> None:
        if row.startswith("### "):
            self.finish()
        self.repealed += bool(re.match(r"LM-\d+\b", row))
        if row.endswith("]"):
            self.in_repealed = 0

    def _heading(self, row: str, number: int) -> None:
        if row.startswith("#### ["):
            self.in_repealed = 0 if row.endswith("]") else number
        elif found := _PART.match(row):
            self.part = found[1]
            self.chapter_has_goals = False
        elif self.part and (found := _CHAPTER.fullmatch(row)):
            name = found[3] if self.part != "C" else _PART_2.sub("", found[3])
            self.collector.chapter(f"{found[1]}{found[2]}", name)
            self.chapter_has_goals = False
        elif self.part and (found := _GROUP.fullmatch(row)):
            self.collector.group(f"{self.part}{found[1]}.{found[2]}", found[3])
        elif self.part:
            message = _("Kjenner ikke igjen overskriften «%(text)s».") % {"text": row.strip("# ")[:60]}
            raise SourceProblem(self.file, number, message)

    def _goal(self, row: str, number: int) -> None:
        if found := _GOAL.fullmatch(row):
            self.collector.goal(found[1], found[2], number)
            self.chapter_has_goals = True
        elif self.chapter_has_goals:
            self.unread.append((number, row))

    def _running_text(self, row: str, number: int) -> None:
        """«Del 1: FKMS-001: … FKMS-002 … Del 2–3: FKM-001: …», several goals in one paragraph."""
        places = list(_INSIDE.finditer(row))
        ends = [place.start() for place in places[1:]] + [len(row)]
        for place, end in zip(places, ends, strict=False):
            wording = re.sub(r"\s*Del (?:1|2–3)\s*:\s*$", "", row[place.end() : end])
            self.collector.goal(place[1], wording, number)


def _sets(collector: Collector, as_of: dt.date, last_act: str) -> tuple[SetText, ...]:
    return tuple(
        SetText(
            code="",
            prefix=prefix,
            name=NAMES.get(prefix) or Names(collector.chapter_of(prefix)[1]),
            part=part_of(prefix),
            common=prefix in COMMON,
            groups=groups,
            specialty="" if prefix in NAMES else prefix,
            as_of=as_of,
            source=(
                f"FOR-2016-12-08-1482 vedlegg 2, tekst med endringer til {last_act} "
                f"(Lovdata, NLOD 2.0), kapittel {_chapter(collector, prefix)}"
            ),
        )
        for prefix, groups in collector.groups().items()
    )


def _chapter(collector: Collector, prefix: str) -> str:
    code = collector.chapter_of(prefix)[0]
    return "A" if code.startswith("A") else code

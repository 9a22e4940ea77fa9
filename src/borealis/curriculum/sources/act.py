"""Reading an act that changes the goals, as Lovdata publishes it in XML (Norsk Lovtidend).

Chapter C gives each goal a margin id; chapter A has none, and its ids stand first in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

import defusedxml  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from borealis.curriculum.rules import Names, SetText
from borealis.curriculum.sources.collector import Collector, clean
from borealis.curriculum.sources.prefixes import COMMON, NAMES, part_of
from borealis.curriculum.sources.problem import SourceProblem

REGULATION = "forskrift/2016-12-08-1482"
DEEPEST = 100
_HEADING = re.compile(r"([A-Z])(?:\.\s*)?(\d+)?(?:\.(\d+))?\.?\s+(.+)")
_COMMON_GOAL = re.compile(r"(FKM[SK]?-\d{3})\b:?\s*(.*)", re.DOTALL)
_MONTHS = (
    "januar februar mars april mai juni juli august september oktober november desember".split()  # noqa: SIM905
)
_IN_FORCE = re.compile(r"«(Del [^»]+)» trer i kraft (\d{1,2})\. (\w+) (\d{4})")


def read_act(text: str, file: str) -> tuple[SetText, ...]:
    """The goal sets that an act lays down, with wording and first day. Raises ``SourceProblem``."""
    root, lines = _parse(text, file)
    header = _first(root, "header", "documentHeader")
    body = _first(root, "main", "documentBody")
    if header is None or body is None:
        raise SourceProblem(file, 1, _("Filen er ikke en kunngjøring fra Lovdata: hode eller tekst mangler."))
    facts = {dd.get("class", ""): clean("".join(dd.itertext())) for dd in header.iter("dd")}
    act = facts.get("legacyID", "")
    if not re.fullmatch(r"FOR-\d{4}-\d\d-\d\d-\d+", act):
        raise SourceProblem(file, lines[header], _("Forskriftens nummer (FOR-…) mangler i hodet."))
    if REGULATION not in facts.get("changesToDocuments", ""):
        raise SourceProblem(
            file, lines[header], _("%(act)s endrer ikke spesialistforskriften.") % {"act": act}
        )
    collector = _collect(body, lines, file)
    days = _Days(facts.get("dateInForce", ""), clean(" ".join(body.itertext())))
    sets = tuple(
        SetText(
            code="",
            prefix=prefix,
            name=NAMES.get(prefix) or Names(collector.chapter_of(prefix)[1]),
            part=part_of(prefix),
            common=prefix in COMMON,
            groups=groups,
            specialty="" if prefix in COMMON else prefix,
            in_force_from=days.of(part_of(prefix)),
            act=act,
            source=_source(act, collector.chapter_of(prefix)[0]),
        )
        for prefix, groups in collector.groups().items()
    )
    if not sets:
        raise SourceProblem(file, lines[body], _("Fant ingen læringsmål i %(act)s.") % {"act": act})
    if undated := [row.prefix for row in sets if row.in_force_from is None]:
        message = _("%(act)s sier ikke hvilken dag målene %(prefixes)s trer i kraft.")
        raise SourceProblem(file, lines[header], message % {"act": act, "prefixes": ", ".join(undated)})
    return sets


def _source(act: str, chapter: str) -> str:
    chapter = "A" if chapter.startswith("A") else chapter
    return f"{act}, Norsk Lovtidend (NLOD 2.0); kapittel {chapter} i vedlegg 2"


class _Days:
    """The first day of the goals: one for the whole act, or one for each part named in its last section."""

    def __init__(self, header: str, text: str) -> None:
        self.header = [dt.date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", header)]
        self.parts = {
            part.replace("Del ", "").replace("–", "-"): dt.date(int(year), _MONTHS.index(month) + 1, int(day))
            for part, day, month, year in _IN_FORCE.findall(text)
            if month in _MONTHS
        }

    def of(self, part: str) -> dt.date | None:
        """None when the act has several days and does not say which holds for the part."""
        if part in self.parts:
            return self.parts[part]
        return self.header[0] if len(self.header) == 1 else None


class _Builder(TreeBuilder):
    """Builds the tree, notes the line of each element, and stops when it is nested too deep."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.lines: dict[Element, int] = {}
        self.depth = 0
        self.position: Any = None

    def start(self, tag: Any, attributes: Any) -> Any:
        element = super().start(tag, attributes)
        line = self.position.CurrentLineNumber if self.position is not None else 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise SourceProblem(self.file, line, _("Filen er nøstet for dypt."))
        self.lines[element] = line
        return element

    def end(self, tag: Any) -> Any:
        self.depth -= 1
        return super().end(tag)


def _parse(text: str, file: str) -> tuple[Element, dict[Element, int]]:
    builder = _Builder(file)
    parser = DefusedXMLParser(target=builder)
    builder.position = parser.parser
    try:
        parser.feed(text)
        return parser.close(), builder.lines
    except ParseError as error:
        message = _("Filen er ikke hel og gyldig XML: %(problem)s.") % {"problem": error.msg}
        raise SourceProblem(file, error.position[0], message) from None
    except defusedxml.DefusedXmlException:
        line = parser.parser.CurrentLineNumber
        raise SourceProblem(
            file, line, _("Filen definerer egne entiteter. Slike filer leses ikke.")
        ) from None
    except ValueError as error:
        raise SourceProblem(file, 1, _("Filen kan ikke leses: %(problem)s.") % {"problem": error}) from None


def _first(root: Element, tag: str, css: str) -> Element | None:
    return next((element for element in root.iter(tag) if element.get("class") == css), None)


def _collect(body: Element, lines: dict[Element, int], file: str) -> Collector:
    collector = Collector(file)
    for element in body.iter():
        css = element.get("class")
        if css == "futuretitle":
            _heading(collector, clean("".join(element.itertext())))
        elif css == "marginIdArticle":
            code = element.findtext("span[@class='data-marginOriginalId']")
            wording = " ".join(_words(part) for part in element.findall("article[@class='legalP']"))
            if not code or not re.fullmatch(r"[A-ZÆØÅ]{2,4}-\d{3}", code.strip()):
                message = _("Et læringsmål har ikke et gyldig nummer: «%(code)s».") % {"code": code or ""}
                raise SourceProblem(file, lines[element], message)
            collector.goal(code.strip(), wording, lines[element])
        elif css == "legalP" and (found := _COMMON_GOAL.match(_words(element))):
            collector.goal(found[1], found[2], lines[element])
    return collector


def _heading(collector: Collector, text: str) -> None:
    """«C38. Nukleærmedisin» opens a chapter, «C38.1 Strålevern» and, in chapter A, «A2. Etikk» a group."""
    found = _HEADING.fullmatch(text)
    if found is None:
        return
    letter, chapter, group, name = found.groups()
    if group:
        collector.group(f"{letter}{chapter}.{group}", name)
    elif letter == "A" and chapter:
        collector.group(f"A{chapter}", name)
    else:
        collector.chapter(f"{letter}{chapter or ''}", name)


def _words(element: Element) -> str:
    """The text of an element and all in it; a line break or a list point is a space, «131» stays at «I»."""
    return clean("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    if element.tag in ("br", "li", "p"):
        yield " "
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""

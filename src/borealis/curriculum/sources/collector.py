"""Gathering the goals of a legal text as they are met, by prefix and heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from borealis.curriculum.rules import GoalText, GroupText, Names, levels_in
from borealis.curriculum.sources.problem import SourceProblem

GOAL_ID = re.compile(r"[A-ZÆØÅ]{2,4}-\d{3}")
_STAGE = re.compile(r"(\d[a-z])\.\s+")


def clean(text: str) -> str:
    """A text with one ordinary space where the source has odd or several."""
    return " ".join(text.split())


@dataclass
class _Heading:
    code: str
    name: str
    goals: list[GoalText] = field(default_factory=list)


@dataclass
class Collector:
    """Takes headings and goals in the order of the text; gives the groups of each prefix."""

    file: str
    chapter_code: str = ""
    chapter_name: str = ""
    _group: tuple[str, str] = ("", "")
    _sets: dict[str, list[_Heading]] = field(default_factory=dict)
    _names: dict[str, tuple[str, str]] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)

    def chapter(self, code: str, name: str) -> None:
        self.chapter_code, self.chapter_name = code, clean(name)
        self._group = (code, clean(name))

    def group(self, code: str, name: str) -> None:
        self._group = (code, clean(name))

    def goal(self, code: str, wording: str, line: int) -> None:
        """Note a goal. The stage of radiology («3a. …») stands first in the text."""
        prefix, wording = code.split("-")[0], clean(wording)
        if code in self._lines:
            message = _("%(code)s står to ganger; første gang på linje %(first)s.")
            raise SourceProblem(self.file, line, message % {"code": code, "first": self._lines[code]})
        if not self._group[0]:
            raise SourceProblem(self.file, line, _("%(code)s står ikke under noe kapittel.") % {"code": code})
        stage = _STAGE.match(wording)
        if stage:
            wording = wording[stage.end() :]
        if not wording:
            raise SourceProblem(self.file, line, _("%(code)s har ingen tekst.") % {"code": code})
        self._lines[code] = line
        headings = self._sets.setdefault(prefix, [])
        self._names.setdefault(prefix, (self.chapter_code, self.chapter_name))
        if not headings or (headings[-1].code, headings[-1].name) != self._group:
            headings.append(_Heading(*self._group))
        headings[-1].goals.append(
            GoalText(code, wording=wording, levels=levels_in(wording), stage=stage[1] if stage else "")
        )

    def chapter_of(self, prefix: str) -> tuple[str, str]:
        """The code and name of the chapter that a prefix first stands in."""
        return self._names[prefix]

    def groups(self) -> dict[str, tuple[GroupText, ...]]:
        return {
            prefix: tuple(GroupText(h.code, Names(h.name), tuple(h.goals)) for h in headings)
            for prefix, headings in self._sets.items()
        }

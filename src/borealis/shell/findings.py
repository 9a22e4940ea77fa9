"""Findings: what a person must judge, as values that every subject can make and every page can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["attention", "information"]


@dataclass(frozen=True)
class Finding:
    """Something that a person should look at, always with what to do about it.

    ``rule`` is a stable id ("no_individual_plan"); ``title`` is the cause in bold, ``detail`` the
    quiet second line, ``action`` a verb with its address; ``source`` the § or local norm; ``about``
    names what it concerns ("trainees.Trainee:3"). ``attention`` means that this viewer must act soon.
    """

    rule: str
    severity: Severity
    about: str
    title: str
    detail: str = ""
    action: str = ""
    url: str = ""
    source: str = ""

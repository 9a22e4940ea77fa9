"""What trainees record and who signs it: terms that a programme sets (§ 22 first paragraph e, § 26).

The regulation asks for no number of activities: targets are a local norm, and approving a goal stays a
judgement of the whole (§ 26). Who signs is local too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SIGNERS = ("supervisor", "guide")
ACTIVITY_KINDS = (
    "procedure",
    "reading",
    "course",
    "e_learning",
    "teaching",
    "simulation",
    "project",
    "reflection",
)
LINK_DAYS = 14
REVIEW_MONTHS = 6


@dataclass(frozen=True)
class ActivityTemplate:
    """An activity that trainees record again and again. ``target`` None: no number is asked for.

    ``name`` and ``unit`` are texts by language; ``unit`` is empty where nothing but times is counted.
    """

    id: str
    kind: str
    name: Mapping[str, str]
    goals: tuple[str, ...]
    target: int | None
    unit: Mapping[str, str]


@dataclass(frozen=True)
class PortfolioTerms:
    """Who signs activities (each of them), how many days a mailed link holds, how many months lie at most between
    two reviews of a trainee by those who train, and what is recorded."""

    signing: tuple[str, ...] = ("supervisor",)
    link_days: int = LINK_DAYS
    review_months: int = REVIEW_MONTHS
    activities: tuple[ActivityTemplate, ...] = ()

    def template(self, template_id: str) -> ActivityTemplate | None:
        return next((template for template in self.activities if template.id == template_id), None)


def portfolio_terms(content: Mapping[str, Any] | None) -> PortfolioTerms:
    """The terms of a checked block; the defaults where a programme says nothing."""
    if not content:
        return PortfolioTerms()
    signing = content.get("signing") or PortfolioTerms.signing
    return PortfolioTerms(
        signing=tuple(role for role in SIGNERS if role in signing),
        link_days=content.get("link_days") or LINK_DAYS,
        review_months=content.get("review_months") or REVIEW_MONTHS,
        activities=tuple(_template(template) for template in content.get("activities") or ()),
    )


def _template(content: Mapping[str, Any]) -> ActivityTemplate:
    return ActivityTemplate(
        id=content["id"],
        kind=content["kind"],
        name=content["name"],
        goals=tuple(content.get("goals") or ()),
        target=content.get("target"),
        unit=content.get("unit") or {},
    )

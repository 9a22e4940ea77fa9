"""What each role finds in the menu: data that the bar on top and the bar at the bottom share.

At most seven entries on a desk and five on a phone. An entry whose address does not exist is left out,
so that a room can be built after its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol, TypeVar

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PHONE_ENTRIES = 5

Words = str | Promise


class HeldRole(Protocol):
    """A role held at a place, as the room ``people`` tells it."""

    @property
    def role(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def organisation(self) -> str: ...


@dataclass(frozen=True)
class Entry:
    """A line of a menu: its words, the names its address may have, its icon, a shorter word for the phone."""

    label: Words
    url_names: tuple[str, ...]
    icon: str
    short: Words = ""


@dataclass(frozen=True)
class Link:
    """An entry as it stands on the page. ``current`` is "page", "true" (a page below it) or empty."""

    label: str
    short: str
    url: str
    icon: str
    current: str = ""


_PLANS = Entry(gettext_lazy("Planer"), ("plans_own", "plans_department"), "plan")

_PROGRAMME = Entry(gettext_lazy("Program"), ("programme_own", "programme_manage"), "document")

_DEPARTMENT = (
    Entry(gettext_lazy("Avdelingen"), ("department_own", "department"), "people", gettext_lazy("Avdeling")),
    _PLANS,
    Entry(gettext_lazy("Dekning"), ("coverage_own", "coverage"), "grid"),
    _PROGRAMME,
)

_SIGNING = Entry(gettext_lazy("Signering"), ("signing_inbox",), "edit", gettext_lazy("Signer"))

_GUIDING = Entry(gettext_lazy("Veiledning"), ("guidance_figures",), "talk")

_ASSESSING = Entry(gettext_lazy("Vurderinger"), ("assessor_own",), "chart", gettext_lazy("Vurder"))

_TEACHING = Entry(gettext_lazy("Undervisning"), ("teaching",), "teaching", gettext_lazy("Undervis."))

_COURSES = Entry(gettext_lazy("Kurs"), ("courses",), "document")

_WEEK = Entry(gettext_lazy("Uke"), ("week_own",), "calendar")

_ROSTER = Entry(gettext_lazy("Vaktplan"), ("roster_own",), "calendar")

_CALLS = Entry(gettext_lazy("Utlysninger"), ("research_calls",), "calendar")

_DECIDING = Entry(gettext_lazy("Mål å avgjøre"), ("goals_to_decide",), "target", gettext_lazy("Avgjør"))

MENUS: Mapping[str, tuple[Entry, ...]] = {
    "": (
        Entry(gettext_lazy("Forsiden"), ("start",), "home"),
        Entry(gettext_lazy("Programmer"), ("programme_public",), "document"),
        Entry(gettext_lazy("Spesialiteter"), ("specialties",), "grid"),
    ),
    "trainee": (
        Entry(gettext_lazy("Min utdanning"), ("home_trainee", "trainee_home"), "home", gettext_lazy("Hjem")),
        Entry(gettext_lazy("Plan"), ("plan_own",), "plan"),
        Entry(gettext_lazy("Mappe"), ("portfolio_own",), "plus"),
        Entry(gettext_lazy("Veiledning"), ("guidance_own",), "talk"),
        _WEEK,
        Entry(gettext_lazy("Læringsmål"), ("goals_own",), "target"),
        _TEACHING,
    ),
    "guide": (
        Entry(
            gettext_lazy("Mine kandidater"),
            ("home_guide", "guide_home"),
            "people",
            gettext_lazy("Kandidater"),
        ),
        Entry(gettext_lazy("Veiledning"), ("guidance_guide",), "talk"),
        Entry(gettext_lazy("Mål å anbefale"), ("goals_guide_queue",), "target", gettext_lazy("Anbefal")),
        _SIGNING,
        _WEEK,
        _ASSESSING,
        _TEACHING,
    ),
    "head": (
        _DEPARTMENT[0],
        _DECIDING,
        _PLANS,
        _GUIDING,
        _TEACHING,
        _ROSTER,
        Entry(gettext_lazy("Roller"), ("appointments",), "person"),
    ),
    "training_lead": (*_DEPARTMENT, _GUIDING, _TEACHING, _ROSTER),
    "training_coordinator": (
        Entry(gettext_lazy("Kapasitet"), ("home_coordinator", "coordinator_home"), "chart"),
        Entry(gettext_lazy("Tjenesteplaner"), ("roster_kept",), "calendar", gettext_lazy("Vaktplan")),
        _TEACHING,
        _CALLS,
        _COURSES,
    ),
    "supervisor": (
        Entry(gettext_lazy("Mine kandidater"), ("home_supervisor",), "people", gettext_lazy("Kandidater")),
        Entry(gettext_lazy("Mål å anbefale"), ("goals_supervisor_queue",), "target", gettext_lazy("Anbefal")),
        _SIGNING,
        _WEEK,
        _ASSESSING,
        _TEACHING,
    ),
    "stand_in": (_DEPARTMENT[0], _DECIDING, _PLANS, _GUIDING, _TEACHING, _ROSTER, _PROGRAMME),
    "delegate": (Entry(gettext_lazy("Læringsmål"), ("home_delegate",), "people"), _DECIDING),
    "research_lead": (
        Entry(gettext_lazy("Forskning"), ("home_research",), "people"),
        Entry(gettext_lazy("Prosjekter"), ("research_department_own",), "document"),
        _CALLS,
    ),
    "regional_training_centre": (Entry(gettext_lazy("Kapasitet"), ("home_regional",), "chart"), _COURSES),
    "auditor": (Entry(gettext_lazy("Hendelser"), ("record",), "document"),),
    "administrator": (
        Entry(gettext_lazy("Personer"), ("personnel",), "people"),
        Entry(gettext_lazy("Innhenting"), ("personnel_import",), "document"),
    ),
}

ROLE_NAMES: Mapping[str, Words] = {
    "trainee": gettext_lazy("LIS"),
    "guide": gettext_lazy("Veileder"),
    "head": gettext_lazy("Leder"),
    "training_lead": gettext_lazy("Utdanningsansvarlig"),
    "training_coordinator": gettext_lazy("Utdanningskoordinator"),
    "supervisor": gettext_lazy("Supervisør"),
    "stand_in": gettext_lazy("Stedfortreder"),
    "delegate": gettext_lazy("Delegert godkjenner"),
    "research_lead": gettext_lazy("Forskningsleder"),
    "regional_training_centre": gettext_lazy("Regionalt utdanningssenter"),
    "auditor": gettext_lazy("Revisor"),
    "administrator": gettext_lazy("Administrator"),
}


def address(names: Iterable[str]) -> str | None:
    """The first of these addresses that exists."""
    return _address(tuple(names), get_urlconf(), get_script_prefix())


@cache
def _address(names: tuple[str, ...], urlconf: str | None, prefix: str) -> str | None:
    """An address is the same for every page, and menus ask for twenty of them."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None


def mark_current(links: Iterable[Link], path: str) -> list[Link]:
    """The links, with the one that the reader stands at, or below, marked."""
    links = list(links)
    holding = [link for link in links if path == link.url or (link.url != "/" and path.startswith(link.url))]
    if not holding:
        return links
    nearest = max(holding, key=lambda link: len(link.url))
    current = "page" if nearest.url == path else "true"
    return [replace(link, current=current) if link is nearest else link for link in links]


def entries_of(role: str, path: str) -> list[Link]:
    """A role's menu on a page."""
    links = [
        Link(str(entry.label), str(entry.short or entry.label), url, entry.icon)
        for entry in MENUS.get(role, ())
        if (url := address(entry.url_names)) is not None
    ]
    return mark_current(links, path)


def home_of(role: str) -> str | None:
    """Where a role begins."""
    entries = MENUS.get(role, ())
    return address(name for entry in entries for name in entry.url_names)


Held = TypeVar("Held", bound=HeldRole)


def role_in_use(roles: tuple[Held, ...], path: str) -> Held | None:
    """The role that the address shows ("/leder/…"), else the first role held."""
    first = path.strip("/").split("/")[0]
    for held in roles:
        if held.path == first:
            return held
    return roles[0] if roles else None


def role_name(role: str) -> str:
    """What a role is called on screen."""
    return str(ROLE_NAMES.get(role, _("Innlogget")))

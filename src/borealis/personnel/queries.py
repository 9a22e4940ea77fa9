"""Reading persons, their posts and roles, for those who keep them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.curriculum.queries import specialties_in_force
from borealis.organisations.queries import name_of, organisations, within
from borealis.people.directory import Person, RoleAssignment, assignments, belonging_to, posts
from borealis.people.rules import ROLES
from borealis.people.rules.roles import TRAINEE, may_be_held_at
from borealis.personnel.rules import ends_soon
from borealis.shell.findings import Finding
from borealis.shell.menus import role_name
from borealis.shell.words import day_month

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A person in the list, with roles and posts of today in words."""

    pk: int
    name: str
    email: str
    active: bool
    roles: str


@dataclass(frozen=True)
class Listing:
    """A page of persons; ``after`` is the place in the order that the next page begins behind."""

    lines: list[Line]
    after: str = ""
    search: str = ""
    place: str = ""
    role: str = ""


def listing(
    seen: QuerySet[Person], on: dt.date, *, search: str = "", place: str = "", role: str = "", after: str = ""
) -> Listing:
    """Fifty persons by name, from behind ``after`` ("name|key")."""
    found = seen
    for word in search[:100].replace("\x00", "").split():
        found = found.filter(_holds(word))
    if place:
        wanted = within(row.pk for row in organisations([place]).values())
        found = found.filter(belonging_to(wanted)) if wanted else found.none()
    if role:
        held = assignments().filter(person=OuterRef("pk"), role=role[:30].replace("\x00", "")).in_force(on)
        found = found.filter(Exists(held.order_by()))
    if "|" in after and "\x00" not in after:
        name, _bar, key = after.rpartition("|")
        if key.isdecimal() and key.isascii() and len(key) < 19:
            found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(key)))
    rows = list(found.order_by("name", "pk")[: PAGE + 1])
    shown = rows[:PAGE]
    words = _roles_in_words([row.pk for row in shown], on)
    return Listing(
        [Line(row.pk, row.name, row.email, row.is_active, words.get(row.pk, "")) for row in shown],
        f"{shown[-1].name}|{shown[-1].pk}" if len(rows) > PAGE else "",
        search,
        place,
        role,
    )


def _holds(word: str) -> Q:
    """The word in the name, the address or a number; SQLite does not fold letters beyond a–z itself."""
    found = Q(email__icontains=word) | Q(personnel_number=word) | Q(hpr_number=word)
    if word.isascii():
        return found | Q(name__icontains=word)
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(name__contains=form)
    return found


def _roles_in_words(keys: list[int], on: dt.date) -> dict[int, str]:
    """The roles of today, or else the posts, of each person."""
    said: dict[int, list[str]] = {}
    for row in assignments().filter(person_id__in=keys).in_force(on):
        said.setdefault(row.person_id, []).append(f"{role_name(row.role)}, {where(row)}")
    for post in posts().filter(person_id__in=[key for key in keys if key not in said], from_day__lte=on):
        if post.to_day is None or post.to_day >= on:
            said.setdefault(post.person_id, []).append(
                f"{post.title}, {name_of(post.organisation)}".strip(", ")
            )
    return {key: " · ".join(words) for key, words in said.items()}


def where(row: RoleAssignment) -> str:
    """The place of a role in words, or the doctor whom it is held for."""
    if row.organisation is not None:
        return name_of(row.organisation)
    return row.trainee.person.name if row.trainee is not None else ""


def place_choices(places: Iterable[int]) -> list[tuple[int, str]]:
    """Bodies by name, with their code where names are the same."""
    rows = [row for row in organisations().values() if row.pk in set(places)]
    names = [name_of(row) for row in rows]
    said = [
        (row.pk, f"{name} ({row.code})" if names.count(name) > 1 else name)
        for row, name in zip(rows, names, strict=True)
    ]
    return sorted(said, key=lambda pair: pair[1].casefold())


def code_choices(places: Iterable[int]) -> list[tuple[str, str]]:
    """Bodies by name with their code, for addresses."""
    codes = {row.pk: row.code for row in organisations().values()}
    return [(codes[pk], name) for pk, name in place_choices(places)]


def trainees_at(places: Iterable[int]) -> list[tuple[int, str]]:
    """The doctors in training at these departments, by name: who a role can be held for alone."""
    rows = apps.get_model("trainees", "Trainee")._default_manager.filter(
        programme__department_id__in=set(places), finished_on=None
    )
    return [(pk, name) for pk, name in rows.order_by("person__name").values_list("pk", "person__name")]


def role_places(roles: Iterable[str], places: Iterable[int]) -> list[tuple[str, str]]:
    """Where any of these roles can be held among these bodies, and the single doctors, as form values."""
    roles, places = list(roles), set(places)
    kinds = {row.pk: row.kind for row in organisations().values()}
    fitting = [pk for pk in places if any(may_be_held_at(role, kinds[pk]) for role in roles)]
    said: list[tuple[str, str]] = [(f"p{pk}", name) for pk, name in place_choices(fitting)]
    if any(TRAINEE in ROLES[role].scopes for role in roles):
        said += [(f"t{pk}", _("Bare %(doctor)s") % {"doctor": name}) for pk, name in trainees_at(places)]
    return said


def role_choices(roles: Iterable[str]) -> list[tuple[str, str]]:
    """Roles by name."""
    return [(role, role_name(role)) for role in roles]


def people_choices(seen: QuerySet[Person], except_for: int | None) -> list[tuple[int, str]]:
    """Persons who can be chosen, by name."""
    rows = seen.filter(is_active=True).exclude(pk=except_for or 0).order_by("name", "pk")
    return [(pk, f"{name}, {mail}") for pk, name, mail in rows.values_list("pk", "name", "email")[:2000]]


def specialty_choices(on: dt.date) -> list[tuple[int, str]]:
    """The specialties in force, by name."""
    rows = [(row.pk, f"{row.name_nb} ({row.code})") for row in specialties_in_force(on)]
    return sorted(rows, key=lambda pair: pair[1].casefold())


@dataclass(frozen=True)
class RoleLine:
    """A role of a person as a page shows it."""

    pk: int
    person: str
    role: str
    where: str
    first: dt.date
    last: dt.date | None
    post: str
    may_change: bool
    finding: Finding | None = None


@dataclass(frozen=True)
class PersonPage:
    """Everything that those who keep a person see: facts, posts, approvals, roles; nothing of training."""

    person: Person
    posts: list[Any]
    approvals: list[Any]
    now: list[RoleLine] = field(default_factory=list)
    coming: list[RoleLine] = field(default_factory=list)
    earlier: list[RoleLine] = field(default_factory=list)
    invitation: str = ""
    invited: dt.datetime | None = None


def last_day(row: RoleAssignment) -> dt.date | None:
    """The last day that a role is in force: its own, or that of the post that it follows from."""
    ends = [day for day in (row.in_force_to, row.post.to_day if row.post else None) if day is not None]
    return min(ends) if ends else None


def role_line(row: RoleAssignment, may_change: bool, finding: Finding | None = None) -> RoleLine:
    """A role in words."""
    post = name_of(row.post.organisation) if row.post else ""
    return RoleLine(
        row.pk,
        row.person.name,
        role_name(row.role),
        where(row),
        row.in_force_from,
        last_day(row),
        post,
        may_change,
        finding,
    )


def person_page(
    person: Person, now: dt.datetime, on: dt.date, may_change: Any, places: frozenset[int]
) -> PersonPage:
    """A person's page; roles outside the reader's places are told with their names alone, and not changed."""
    page = PersonPage(
        person,
        list(posts().filter(person=person)),
        list(person.specialist_approvals.select_related("specialty")),
        **_invitation(person, now),
    )
    for row in assignments().filter(person=person).select_related("post__organisation"):
        last = last_day(row)
        over = last is not None and last < on
        line = role_line(row, not over and may_change(row))
        (page.earlier if over else page.coming if row.in_force_from > on else page.now).append(line)
    return page


def _invitation(person: Person, now: dt.datetime) -> dict[str, Any]:
    """What has become of the latest invitation, as a word, and when it was made."""
    latest = person.invitations.order_by("-made_at").first()
    if person.has_usable_password():
        return {"invitation": "used", "invited": None}
    if latest is None:
        return {"invitation": "none", "invited": None}
    works = not latest.withdrawn_at and not latest.used_at and latest.expires_at > now
    return {"invitation": "open" if works else "expired", "invited": latest.made_at}


APPOINTED = ("stand_in", "delegate", "guide", "supervisor")


def appointed(places: frozenset[int], on: dt.date, own: int | None) -> dict[str, list[RoleLine]]:
    """The helpers of a head by role, those who end first on top; who ends soon has a finding."""
    of_trainees = [pk for pk, _name in trainees_at(places)]
    rows = (
        assignments()
        .filter(role__in=APPOINTED)
        .filter(Q(organisation_id__in=places) | Q(trainee_id__in=of_trainees))
    )
    rows = rows.filter(Q(in_force_to=None) | Q(in_force_to__gte=on))
    rows = rows.filter(Q(post=None) | Q(post__to_day=None) | Q(post__to_day__gte=on)).select_related(
        "post__organisation"
    )
    found: dict[str, list[RoleLine]] = {role: [] for role in APPOINTED}
    for row in rows.order_by(F("in_force_to").asc(nulls_last=True), "person__name"):
        found[row.role].append(role_line(row, row.person_id != own, _ending(row, on)))
    return found


def _ending(row: RoleAssignment, on: dt.date) -> Finding | None:
    last = last_day(row)
    if last is None or not ends_soon(last, on):
        return None
    return Finding(
        rule="role_ends_soon",
        severity="attention" if (last - on).days <= 28 else "information",
        about=f"people.RoleAssignment:{row.pk}",
        title=_("Slutter %(day)s.") % {"day": day_month(last)},
        action=_("Forleng"),
        url=reverse("appointment", args=[row.pk]),
    )

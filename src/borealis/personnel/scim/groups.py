"""Roles at places as SCIM Groups: "head@unn-pet". Their members hold the role today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.utils import timezone
from scim2_models import Context, ForbiddenException, Group, GroupMember, Meta

from borealis.organisations.queries import organisations
from borealis.people import actions
from borealis.people.directory import assignments
from borealis.people.rules import ROLES
from borealis.people.rules.roles import may_be_held_at
from borealis.personnel.rules import MUST_END
from borealis.personnel.scim.reach import Feed
from borealis.personnel.scim.users import version_of

FILTERED = {"displayname": "name", "id": "name"}
Place = tuple[str, int, str]  # role, key of the body, its code


def reached(feed: Feed) -> dict[str, Place]:
    """Every role that the feed may give, at every place, by its id. Roles that need a last day are not."""
    found = {}
    for code, row in organisations().items():
        for role in ROLES:
            given = role in feed.given.get(row.pk, frozenset()) and role not in MUST_END
            if given and may_be_held_at(role, row.kind):
                found[f"{role}@{code}"] = (role, row.pk, code)
    return found


def check_reached(feed: Feed, group: str) -> Place:
    """The role and place of a group; Http404 when the feed does not give it."""
    found = reached(feed).get(group)
    if found is None:
        raise Http404("group")
    return found


def as_groups(feed: Feed, names: Iterable[str], base: str, today: dt.date) -> list[Any]:
    """Groups with their members, in one read."""
    known = reached(feed)
    held: dict[tuple[str, int | None], list[GroupMember]] = {}
    rows = assignments().filter(organisation_id__in=feed.places).in_force(today).order_by("person_id")
    for row in rows:
        member = GroupMember.model_validate({"value": str(row.person_id), "display": row.person.name})
        held.setdefault((row.role, row.organisation_id), []).append(member)
    return [_as_group(name, held.get(known[name][:2], []), base) for name in names]


def _as_group(name: str, members: list[GroupMember], base: str) -> Any:
    group = Group(id=name, display_name=name, members=members or None)
    version = version_of(group.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
    group.meta = Meta(resource_type="Group", location=f"{base}/Groups/{name}", version=version)
    return group


def members_of(group: Any) -> set[str]:
    """The ids of a group's members."""
    return {str(member.value) for member in group.members or [] if member.value}


def change(place: Place, before: set[str], after: set[str], feed: Feed, now: dt.datetime) -> None:
    """Those who came hold the role from today; those who left do not hold it from today."""
    role, place_id, _code = place
    today = timezone.localdate(now)
    keys = {key for key in before ^ after if key.isascii() and key.isdecimal() and len(key) < 19}
    people = {str(person.pk): person for person in feed.persons().filter(pk__in=[int(key) for key in keys])}
    if after - before - set(people):
        raise Http404("member")
    if str(feed.by) in before ^ after:
        raise ForbiddenException(detail="A key changes no roles of its maker")
    for key in sorted(after - before, key=int):
        actions.assign_role(
            by=feed.by, person=people[key], role=role, organisation_id=place_id, in_force_from=today, now=now
        )
    gone = [int(key) for key in before - after]
    rows = assignments().filter(role=role, organisation_id=place_id, person_id__in=gone).in_force(today)
    for row in rows.order_by("pk"):
        actions.end_role(by=feed.by, assignment_id=row.pk, version=row.version, now=now)

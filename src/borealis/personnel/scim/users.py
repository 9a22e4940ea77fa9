"""Persons as SCIM Users, and a User's wishes as acts on a person."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db.models import Q
from django.utils import timezone
from scim2_models import (
    Context,
    Email,
    EnterpriseUser,
    ForbiddenException,
    InvalidValueException,
    Meta,
    Name,
    UniquenessException,
    User,
)

from borealis.organisations.queries import organisations
from borealis.people import actions
from borealis.people.directory import Person, Post, persons, posts
from borealis.personnel.actions import add_employee
from borealis.personnel.permissions import works_outside
from borealis.personnel.scim.reach import Feed

SCIMUser = User[EnterpriseUser]
FILTERED = {
    "username": "email__iexact",
    "externalid": "personnel_number",
    "emails.value": "email__iexact",
    'emails[type eq "work"].value': "email__iexact",
    "id": "pk",
    "active": "is_active",
}


def open_posts(feed: Feed, keys: list[int], today: dt.date) -> dict[int, Post]:
    """The latest post of each person that is open at the places of a feed."""
    rows = posts().filter(person_id__in=keys, organisation_id__in=feed.places, from_day__lte=today)
    rows = rows.filter(Q(to_day=None) | Q(to_day__gte=today))
    return {post.person_id: post for post in rows.order_by("from_day", "pk")}


def as_user(person: Person, post: Post | None, base: str) -> Any:
    """A person as a User. Nothing of training, and nothing of roles: those are Groups."""
    given, _space, family = person.name.rpartition(" ")
    user = SCIMUser(
        id=str(person.pk),
        external_id=person.personnel_number,
        user_name=person.email,
        name=Name(formatted=person.name, given_name=given or None, family_name=family or None),
        display_name=person.name,
        active=person.is_active,
        title=post.title or None if post else None,
        emails=[Email(value=person.email, type=Email.Type.work, primary=True)],
        preferred_language=person.language,
    )
    user[EnterpriseUser] = EnterpriseUser(
        employee_number=person.personnel_number,
        department=post.organisation.code if post else None,
        organization=post.organisation.code if post else None,
    )
    dumped = user.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    user.meta = Meta(resource_type="User", location=f"{base}/Users/{person.pk}", version=version_of(dumped))
    return user


def version_of(dumped: dict[str, Any]) -> str:
    """An entity tag of what a resource says."""
    text = json.dumps(dumped, sort_keys=True, ensure_ascii=False, default=str)
    return f'W/"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]}"'


def _name(user: Any, before: Any | None) -> str:
    """The name that was meant: what changed of the whole name, the shown name, or its two parts."""
    told = user.name or Name()
    then = (before.name if before else None) or Name()
    if told.formatted and told.formatted != then.formatted:
        return str(told.formatted)
    if user.display_name and user.display_name != (before.display_name if before else None):
        return str(user.display_name)
    parts = f"{told.given_name or ''} {told.family_name or ''}".strip()
    if parts and (told.given_name, told.family_name) != (then.given_name, then.family_name):
        return parts
    return str(told.formatted or user.display_name or parts or "")


def _mail(user: Any, before: Any | None) -> str:
    """The address: the user name, unless only the mail was changed."""
    mails = [mail for mail in user.emails or [] if mail.value]
    first = next((mail for mail in mails if mail.primary), mails[0] if mails else None)
    same = before is not None and user.user_name == before.user_name
    if first and (same or "@" not in (user.user_name or "")):
        return str(first.value)
    return str(user.user_name or "")


def _number(user: Any, before: Any | None) -> str:
    """The personnel number: the foreign id, unless only the employee number was changed."""
    employee = _employee(user).employee_number
    if employee and (not user.external_id or (before is not None and user.external_id == before.external_id)):
        return str(employee)
    return str(user.external_id or "")


def _employee(user: Any) -> Any:
    return user[EnterpriseUser] or EnterpriseUser()


def _place(user: Any, feed: Feed, before: Any | None) -> int | None:
    """The body that was meant; None when nothing is said. A foreign body is refused as unknown."""
    now, then = _employee(user), _employee(before) if before is not None else EnterpriseUser()
    code = now.department if now.department != then.department else now.organization or now.department
    if not code:
        return None
    found = organisations([code[:60].replace("\x00", "")]).get(code)
    if found is None or found.pk not in feed.places:
        raise InvalidValueException(detail="department is not the code of a place within reach")
    return found.pk


def _check_free(mail: str, number: str, own: int | None) -> None:
    taken = Q(email__iexact=mail)
    if number:
        taken |= Q(personnel_number=number)
    if "\x00" not in mail + number and persons().filter(taken).exclude(pk=own or 0).exists():
        raise UniquenessException(detail="userName or externalId belongs to another person")


def create(user: Any, feed: Feed, now: dt.datetime) -> Person:
    """Add a person with a post at the department, or at the key's place when none is said."""
    mail, number = _mail(user, None), _number(user, None)
    _check_free(mail, number, None)
    place = _place(user, feed, None)
    person = add_employee(
        by=feed.by,
        name=_name(user, None) or mail,
        email=mail,
        personnel_number=number,
        organisation_id=feed.place_id if place is None else place,
        title=(user.title or "")[:100],
        from_day=timezone.localdate(now),
        now=now,
    )
    if user.active is False:
        actions.deactivate_person(by=feed.by, person_id=person.pk, now=now)
    return person


def change(person: Person, before: Any, user: Any, feed: Feed, now: dt.datetime) -> None:
    """Bring a person to what the User says, by the acts that a person would have used."""
    mail, number = _mail(user, before), _number(user, before)
    facts = {"name": _name(user, before) or person.name, "email": mail, "personnel_number": number}
    stored = actions.facts_of(person)
    changed = any(facts[name] != stored[name] for name in facts)
    turned = user.active is not None and user.active != person.is_active
    if (changed or turned) and works_outside(person.pk, feed.places):
        raise ForbiddenException(detail="The person works outside the reach of the key")
    if changed:
        _check_free(mail, number, person.pk)
        hpr = person.hpr_number
        actions.change_person(
            by=feed.by, person_id=person.pk, version=person.version, hpr_number=hpr, now=now, **facts
        )
    _move(person, before, user, feed, now)
    if turned:
        act = actions.reactivate_person if user.active else actions.deactivate_person
        act(by=feed.by, person_id=person.pk, now=now)


def _move(person: Person, before: Any, user: Any, feed: Feed, now: dt.datetime) -> None:
    """Another department: the post here ends yesterday, and one there begins today."""
    today = timezone.localdate(now)
    place = _place(user, feed, before)
    current = open_posts(feed, [person.pk], today).get(person.pk)
    if place is None or (current is not None and current.organisation_id == place):
        return
    if current is not None and current.from_day < today:
        last = today - dt.timedelta(days=1)
        actions.end_post(by=feed.by, post_id=current.pk, to_day=last, now=now)
    elif current is not None:
        actions.withdraw_post(by=feed.by, post_id=current.pk, now=now)
    actions.add_post(
        by=feed.by,
        person_id=person.pk,
        organisation_id=place,
        title=(user.title or "")[:100],
        from_day=today,
        now=now,
    )

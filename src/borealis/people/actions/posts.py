"""Where persons are employed, and until when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import (
    ONE_DAY,
    Refusals,
    check_days,
    check_others,
    check_text,
    end_sessions,
    locked_person,
    refuse,
    shown,
)
from borealis.people.models import Post


@transaction.atomic
def add_post(
    *,
    by: int | None,
    person_id: int,
    organisation_id: int,
    from_day: dt.date,
    now: dt.datetime,
    to_day: dt.date | None = None,
    title: str = "",
) -> Post:
    """Register that a person is employed at a body between two days; one post at a body at a time."""
    person, refusals = locked_person(person_id), Refusals()
    title = check_text(refusals, "title", title, 100)
    check_days(refusals, ("from_day", from_day), ("to_day", to_day), now)
    if not _bodies().filter(pk=organisation_id).exists():
        refusals.add("organisation", _("Stedet finnes ikke. Velg et fra listen."))
    refusals.stop()
    same = person.posts.filter(organisation_id=organisation_id).filter(
        Q(to_day=None) | Q(to_day__gte=from_day)
    )
    clash = (same.filter(from_day__lte=to_day) if to_day else same).first()
    if clash is not None:
        raise refuse(
            "from_day",
            _("Personen har en stilling her fra %(day)s. Avslutt den først, eller skriv en senere dag.")
            % {"day": shown(clash.from_day)},
        )
    row: Post = person.posts.create(
        organisation_id=organisation_id, title=title, from_day=from_day, to_day=to_day
    )
    _tell("add_post", by, row, now)
    return row


def _bodies() -> Any:
    related: Any = Post._meta.get_field("organisation").related_model
    return related._default_manager


def _held(post_id: int) -> Post:
    """The post, with its person held until the transaction ends."""
    row = Post.objects.filter(pk=post_id).first()
    if row is None:
        raise refuse("post", _("Stillingen finnes ikke. Last siden på nytt."))
    locked_person(row.person_id)
    return Post.objects.select_for_update(of=("self",)).select_related("person").get(pk=post_id)


@transaction.atomic
def end_post(*, by: int | None, post_id: int, to_day: dt.date, now: dt.datetime, why: str = "") -> Post:
    """The last day of a post. The roles that follow from the post end with it."""
    row, today = _held(post_id), timezone.localdate(now)
    check_others(by, row.person_id, _("Du kan ikke avslutte din egen stilling. Be en annen om det."))
    if row.to_day is not None and row.to_day < today:
        raise refuse("to_day", _("Stillingen sluttet %(day)s.") % {"day": shown(row.to_day)})
    refusals = Refusals()
    check_days(refusals, ("to_day", row.from_day), ("to_day", to_day), now)
    refusals.stop()
    before, row.to_day = row.to_day, to_day
    row.save(update_fields=["to_day"])
    if to_day < today:
        end_sessions(row.person)
    _tell("end_post", by, row, now, why, before=before)
    return row


@transaction.atomic
def restore_post(
    *, by: int | None, post_id: int, as_left: dt.date | None, to_day: dt.date | None, now: dt.datetime
) -> Post:
    """Put a post's last day back as it stood, unless it was changed since it was left at ``as_left``."""
    row = _held(post_id)
    if row.to_day != as_left:
        raise refuse("to_day", _("Stillingen er endret etterpå."))
    row.to_day = to_day
    row.save(update_fields=["to_day"])
    _tell("restore_post", by, row, now, before=as_left)
    return row


@transaction.atomic
def withdraw_post(*, by: int | None, post_id: int, now: dt.datetime) -> None:
    """Take away a post that was registered by mistake and that no role follows from."""
    row = _held(post_id)
    if row.roles.exists():
        raise refuse("post", _("Roller følger av stillingen. Avslutt dem først."))
    _tell("withdraw_post", by, row, now)
    row.delete()
    if row.from_day <= timezone.localdate(now) - ONE_DAY:
        end_sessions(row.person)


def _tell(
    act: str, by: int | None, row: Post, now: dt.datetime, why: str = "", before: dt.date | None = None
) -> None:
    days = {"from_day": row.from_day, "to_day": row.to_day, "before": before}
    record_event(
        by=by,
        act=act,
        subject=f"people.Post:{row.pk}",
        now=now,
        about=row.person_id,
        detail={
            "organisation": row.organisation_id,
            **{name: day.isoformat() if day else None for name, day in days.items()},
        },
        private={"why": why} if why else None,
    )

"""A file of personnel: kept for a preview, applied exactly as previewed, taken back as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people import actions
from borealis.people.directory import Post, RoleAssignment, person_with_key
from borealis.personnel.models import Import
from borealis.personnel.planning import Plan, Reach, Step, plan_of
from borealis.personnel.reading import Row

KEPT_PREVIEW = dt.timedelta(days=1)


class OtherPreview(Exception):
    """What is stored has changed since the preview: ``plan`` is what the file would change now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("other preview")
        self.plan = plan


class CannotUndo(Exception):
    """Something was built on the import; ``reasons`` says what stands in the way."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("cannot undo")
        self.reasons = reasons


@transaction.atomic
def keep_preview(
    *, by: int | None, rows: Iterable[Row], reach: Reach, file_name: str, complete: bool, now: dt.datetime
) -> Import:
    """Keep what a file says for a day, so that it can be applied as it was seen. Changes nothing else."""
    rows = list(rows)
    Import.objects.filter(made_by_id=by, applied_at=None, made_at__lt=now - KEPT_PREVIEW).delete()
    plan = plan_of(rows, reach, timezone.localdate(now), complete=complete)
    return Import.objects.create(
        file_name=file_name[:200].replace("\x00", ""),
        complete=complete,
        rows=[row.stored() for row in rows],
        digest=plan.digest,
        place_ids=sorted(reach.places),
        made_by_id=by,
        made_at=now,
    )


def plan_for(stored: Import, reach: Reach, now: dt.datetime) -> Plan:
    """What a kept file would change now."""
    rows = [Row(**row) for row in stored.rows]
    return plan_of(rows, reach, timezone.localdate(now), complete=stored.complete)


@transaction.atomic
def apply_import(
    *, by: int | None, import_id: int, digest: str, reach: Reach, now: dt.datetime, many_end: bool = False
) -> Import:
    """Do exactly what was previewed under ``digest``, all of it or nothing."""
    stored = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if stored.applied_at is not None:
        raise ValidationError({"file": [_("Filen er tatt i bruk allerede.")]})
    plan = plan_for(stored, reach, now)
    if plan.faults or plan.digest != digest:
        raise OtherPreview(plan)
    if plan.suspicious and not many_end:
        raise ValidationError({"many_end": [_("Mange ville slutte. Kryss av hvis det er riktig.")]})
    doing = _Doing(by, now, stored.pk)
    for step in plan.steps:
        doing.step(step)
    stored.done, stored.rows, stored.applied_at, stored.digest = doing.done, [], now, digest
    stored.save()
    record_event(
        by=by,
        act="import_personnel",
        subject=f"personnel.Import:{stored.pk}",
        now=now,
        detail={"digest": digest, "steps": len(plan.steps), "complete": stored.complete},
    )
    return stored


class _Doing:
    """Does steps in order, and lists what was done so that it can be taken back."""

    def __init__(self, by: int | None, now: dt.datetime, import_id: int) -> None:
        self.by, self.now, self.new, self.done = by, now, dict[str, int](), list[dict[str, Any]]()

    def step(self, step: Step) -> None:
        doers: dict[str, Callable[[Step], dict[str, Any]]] = {
            "add_person": self._add_person,
            "change_person": self._change_person,
            "add_post": self._add_post,
            "end_post": self._move_post,
            "move_post": self._move_post,
            "assign_role": self._assign_role,
            "move_role": self._move_role,
            "end_role": self._end_role,
            "approve_specialist": self._approve,
        }
        self.done.append({"did": step["do"], "who": step["who"], **doers[step["do"]](step)})

    def _key(self, person: int | str) -> int:
        return person if isinstance(person, int) else self.new[person]

    def _add_person(self, step: Step) -> dict[str, Any]:
        person = actions.add_person(by=self.by, now=self.now, **step["facts"])
        self.new[step["key"]] = person.pk
        return {"person": person.pk}

    def _change_person(self, step: Step) -> dict[str, Any]:
        facts, key = {**step["facts"], "version": step["version"]}, step["person"]
        person = actions.change_person(by=self.by, person_id=key, now=self.now, **facts)
        return {"person": key, "version": person.version, "before": step["before"]}

    def _add_post(self, step: Step) -> dict[str, Any]:
        row = actions.add_post(
            by=self.by,
            person_id=self._key(step["person"]),
            organisation_id=step["place"],
            title=step["title"],
            from_day=dt.date.fromisoformat(step["from"]),
            to_day=_day(step["to"]),
            now=self.now,
        )
        return {"post": row.pk, "to": step["to"]}

    def _move_post(self, step: Step) -> dict[str, Any]:
        to, before = _day(step["to"]), _day(step["before"])
        if to is not None and step["do"] == "end_post":
            actions.end_post(by=self.by, post_id=step["post"], to_day=to, now=self.now)
        else:
            actions.restore_post(by=self.by, post_id=step["post"], as_left=before, to_day=to, now=self.now)
        return {"post": step["post"], "before": step["before"], "to": step["to"]}

    def _assign_role(self, step: Step) -> dict[str, Any]:
        row = actions.assign_role(
            by=self.by,
            person=person_with_key(self._key(step["person"])),
            role=step["role"],
            organisation_id=step["place"],
            in_force_from=dt.date.fromisoformat(step["from"]),
            in_force_to=_day(step["to"]),
            now=self.now,
        )
        return {"assignment": row.pk, "version": row.version}

    def _move_role(self, step: Step) -> dict[str, Any]:
        facts = {"assignment_id": step["assignment"], "version": step["version"]}
        row = actions.change_role_end(by=self.by, in_force_to=_day(step["to"]), now=self.now, **facts)
        return {"assignment": row.pk, "version": row.version, "before": step["before"]}

    def _end_role(self, step: Step) -> dict[str, Any]:
        old = RoleAssignment.objects.get(pk=step["assignment"])
        facts = {
            "person": old.person_id,
            "role": old.role,
            "place": old.organisation_id,
            "from": old.in_force_from.isoformat(),
        }
        actions.end_role(by=self.by, assignment_id=old.pk, version=step["version"], now=self.now)
        return {"assignment": old.pk, "version": step["version"] + 1, "before": step["before"], **facts}

    def _approve(self, step: Step) -> dict[str, Any]:
        row = actions.approve_specialist(
            by=self.by,
            person_id=self._key(step["person"]),
            specialty_id=step["specialty"],
            approved_on=dt.date.fromisoformat(step["to"]),
            now=self.now,
        )
        return {"approval": row.pk}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@transaction.atomic
def undo_import(*, by: int | None, import_id: int, now: dt.datetime) -> Import:
    """Take everything back in the opposite order, or nothing: CannotUndo says what stands in the way."""
    stored = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if stored.applied_at is None or stored.undone_at is not None:
        raise ValidationError({"file": [_("Filen er ikke i bruk, eller er angret allerede.")]})
    reasons: list[str] = []
    for item in reversed(stored.done):
        try:
            with transaction.atomic():
                _take_back(item, by, now)
        except ValidationError as refused:
            reasons.append(f"{item['who']}: {' '.join(refused.messages)}")
        except actions.ChangedMeanwhile:
            reasons.append(_("%(who)s er endret etter innhentingen.") % {"who": item["who"]})
    if reasons:
        raise CannotUndo(list(dict.fromkeys(reasons)))
    stored.undone_at, stored.undone_by_id = now, by
    stored.save(update_fields=["undone_at", "undone_by"])
    record_event(by=by, act="undo_personnel_import", subject=f"personnel.Import:{stored.pk}", now=now)
    return stored


def _take_back(item: dict[str, Any], by: int | None, now: dt.datetime) -> None:
    facts: dict[str, Any] = {"by": by, "now": now}
    did = item["did"]
    if did == "add_person":
        _close_unused(item, facts)
    elif did == "change_person":
        actions.change_person(person_id=item["person"], version=item["version"], **item["before"], **facts)
    elif did == "add_post":
        if Post.objects.filter(pk=item["post"]).exclude(to_day=_day(item["to"])).exists():
            raise actions.ChangedMeanwhile({})
        actions.withdraw_post(post_id=item["post"], **facts)
    elif did in ("end_post", "move_post"):
        as_left, before = _day(item["to"]), _day(item["before"])
        actions.restore_post(post_id=item["post"], as_left=as_left, to_day=before, **facts)
    elif did == "assign_role":
        actions.end_role(assignment_id=item["assignment"], version=item["version"], **facts)
    elif did == "approve_specialist":
        actions.withdraw_approval(approval_id=item["approval"], **facts)
    else:
        _role_back(item, facts)


def _close_unused(item: dict[str, Any], facts: dict[str, Any]) -> None:
    """A person is never deleted: the account is closed, if nobody has changed or used it."""
    person = person_with_key(item["person"])
    if person.version != 1 or person.has_usable_password() or person.last_login:
        raise actions.ChangedMeanwhile({})
    actions.deactivate_person(person_id=person.pk, **facts)


def _role_back(item: dict[str, Any], facts: dict[str, Any]) -> None:
    """A role's end as it stood; a role that was taken away whole is given again."""
    if RoleAssignment.objects.filter(pk=item["assignment"]).exists() or "role" not in item:
        version, end = item["version"], _day(item["before"])
        actions.restore_role_end(assignment_id=item["assignment"], version=version, in_force_to=end, **facts)
        return
    actions.assign_role(
        person=person_with_key(item["person"]),
        role=item["role"],
        organisation_id=item["place"],
        in_force_from=dt.date.fromisoformat(item["from"]),
        in_force_to=_day(item["before"]),
        **facts,
    )

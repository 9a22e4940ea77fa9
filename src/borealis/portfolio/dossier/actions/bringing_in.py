"""Bringing in a training from another place: all of it or nothing, and undone while nothing is built on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.apps import apps
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions import add_person
from borealis.people.actions.refusals import refuse
from borealis.portfolio.dossier.actions.rows import Here, make_rows
from borealis.portfolio.dossier.queries.arrival import plan_for
from borealis.portfolio.dossier.queries.package import ONLY_READ, ROOMS
from borealis.portfolio.models import Dossier


@transaction.atomic
def bring_in(
    *,
    by: int | None,
    data: bytes,
    source: str,
    now: dt.datetime,
    trusted: str = "",
    programme_code: str = "",
    reach: Collection[int] | None = None,
) -> Dossier:
    """Bring a package in, all of it or nothing. ``trusted`` is the did:key that somebody has recognised; it is
    needed for every package that this place has not signed itself."""
    plan = plan_for(data, programme_code, reach)
    if plan.reasons:
        raise refuse("file", " ".join(plan.reasons))
    if not plan.own_key and trusted != plan.finding.issuer:
        raise refuse(
            "trusted", _("Kontroller nøkkelen hos den som har utstedt pakken, og bekreft at den stemmer.")
        )
    told = plan.content["person"]
    person = plan.person or add_person(
        by=by,
        name=told["name"],
        email=told["email"],
        hpr_number=told["hpr_number"],
        language=told["language"],
        now=now,
    )
    if plan.programme is None:
        raise refuse("programme", _("Velg et program her som legen skal følge."))
    trainee, made = make_rows(plan.content, plan.members, Here(person, plan.programme, now))
    row = Dossier(trainee=trainee, direction="in", digest=plan.digest, at=now, by_id=by, source=source[:200])
    row.content = plan.content
    row.save()
    event = record_event(
        by=by,
        act="import_portfolio",
        subject=f"portfolio.Dossier:{row.pk}",
        now=now,
        about=person.pk,
        detail={"digest": plan.digest, "key": plan.finding.issuer, "trainee": trainee.pk},
    )
    row.made = {"event": event, "rows": made}
    row.save(update_fields=["made"])
    return row


@transaction.atomic
def undo_bringing_in(*, by: int | None, dossier_id: int, now: dt.datetime) -> None:
    """Take back all that a package brought in, as long as nothing is built on it. The person stays known."""
    row = Dossier.objects.select_for_update().select_related("trainee").filter(pk=dossier_id).first()
    if row is None or row.direction != "in":
        raise refuse("dossier", _("Innhentingen finnes ikke lenger. Last siden på nytt."))
    if _is_built_on(row):
        raise refuse("dossier", _("Noe er bygget på det som ble hentet inn, så det kan ikke angres lenger."))
    person_id, digest, made = row.trainee.person_id, row.digest, row.made["rows"]
    row.delete()
    try:
        with transaction.atomic():
            for label, keys in reversed(made):
                _delete(apps.get_model(label), keys)
    except ProtectedError:
        raise refuse(
            "dossier", _("Noe er bygget på det som ble hentet inn, så det kan ikke angres lenger.")
        ) from None
    record_event(
        by=by,
        act="undo_portfolio_import",
        subject=f"portfolio.Dossier:{dossier_id}",
        now=now,
        about=person_id,
        detail={"digest": digest},
    )


def _delete(model: type[Model], keys: list[int]) -> None:
    """Delete rows, the last first where one may point at another of its kind."""
    rows = model._base_manager
    if any(field.related_model is model for field in model._meta.get_fields() if field.is_relation):
        for key in reversed(keys):
            rows.filter(pk=key).delete()
    else:
        rows.filter(pk__in=keys).delete()


def _is_built_on(row: Dossier) -> bool:
    """Whether anything was recorded of the training after it was brought in, other than that it was read."""
    later = apps.get_model("audit.Event")._base_manager.filter(
        about_id=row.trainee.person_id, number__gt=row.made["event"]
    )
    subjects = later.exclude(act__in=ONLY_READ).values_list("subject", flat=True)
    return any(subject.startswith(ROOMS) for subject in subjects)

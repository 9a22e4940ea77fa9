"""Making a package, with its digest kept so that the file can be told to be ours."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from borealis.audit.actions import record_event
from borealis.portfolio.dossier.queries.package import Package, package_of
from borealis.portfolio.models import Dossier
from borealis.trainees.queries import person_of


@transaction.atomic
def make_dossier(*, by: int | None, trainee_id: int, now: dt.datetime) -> Package:
    """The package of a trainee, signed by this place. Raises Trainee.DoesNotExist."""
    package = package_of(trainee_id, now)
    row = Dossier.objects.create(
        trainee_id=trainee_id, direction="out", digest=package.digest, at=now, by_id=by
    )
    record_event(
        by=by,
        act="make_dossier",
        subject=f"portfolio.Dossier:{row.pk}",
        now=now,
        about=person_of(trainee_id),
        detail={"digest": package.digest, "key": package.did},
    )
    return package

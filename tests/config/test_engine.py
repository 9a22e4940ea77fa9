"""The database that the tests run on is set up as in real use."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from borealis.people.models import RoleAssignment


@pytest.mark.django_db
def test_foreign_keys_hold() -> None:
    orphan = RoleAssignment(person_id=999_999, role="head", organisation_id=999_999)
    orphan.in_force_from = dt.date(2026, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        _save_and_check(orphan)


def _save_and_check(row: RoleAssignment) -> None:
    row.save()
    connection.check_constraints()

"""The database that the tests run on is set up as in real use."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from borealis.people.models import RoleAssignment


@pytest.mark.django_db
def test_foreign_keys_hold() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(
            person_id=999_999, role="head", organisation_id=999_999, in_force_from="2026-01-01"
        )
        connection.check_constraints()

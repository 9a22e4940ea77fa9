"""The package of a full training, made once and taken back again, so that a place without it can take it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from borealis.portfolio.dossier.queries.package import Package, package_of
from borealis.portfolio.dossier.rules import parse
from borealis.portfolio.dossier.rules.package import DOSSIER
from tests import copies
from tests.conftest import Told
from tests.portfolio.dossier import story


@dataclass(frozen=True)
class Packed:
    """A package, and what its dossier.json holds."""

    package: Package
    data: bytes
    dossier: dict[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = self.dossier["content"]
        return content

    def activity(self, number: int) -> dict[str, Any]:
        """The story's own activity of this number, as the package tells it."""
        key = story.key(number)
        found: dict[str, Any] = next(a for a in self.content["activities"] if a["key"] == key)
        return found


def packed_from(package: Package) -> Packed:
    return Packed(package, package.data, parse(package.member(DOSSIER).data))


@pytest.fixture(scope="session")
def ready(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Packed:
    """The package of the demonstration's doctor who has reached everything, likewise taken back."""
    from borealis.trainees.models import Trainee

    with django_db_blocker.unblock():
        now, rows = copies.told_once()
        with transaction.atomic():
            copies.put_back(rows)
            made = packed_from(package_of(Trainee.objects.get(person__name="Eir Havsule").pk, now))
            transaction.set_rollback(True)
    return made


@pytest.fixture(scope="session")
def packed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Packed:
    """Nora's package. Nothing of what it was made from is stored when the tests run."""
    from borealis.people.models import Person
    from borealis.trainees.models import Trainee

    with django_db_blocker.unblock():
        now, rows = copies.told_once()
        with transaction.atomic():
            copies.put_back(rows)
            people = dict(Person.objects.values_list("name", "pk"))
            trainees = dict(Trainee.objects.values_list("person__name", "pk"))
            trainee = story.fill(Told(timezone.localdate(now), now, people, trainees))
            made = packed_from(package_of(trainee.pk, now))
            transaction.set_rollback(True)
    return made

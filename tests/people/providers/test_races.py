"""Two requests tie one account in the same moment: it belongs to one person afterwards."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from borealis.audit.models import Event
from borealis.people.actions import add_person
from borealis.people.actions.identities import IdentityRefused, link_identity
from borealis.people.models import Identity

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory, as in tests, locks tables and does not wait"
)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_person", [True, False])
def test_an_account_is_tied_once(same_person: bool) -> None:
    nora = add_person(by=None, name="Nora Fjellrev", email="nora@eksempel.example", now=NOW)
    rein = add_person(by=None, name="Rein Myrull", email="rein@eksempel.example", now=NOW)
    people = [nora.pk, nora.pk if same_person else rein.pk]
    for round_ in range(5):
        gate, outcomes = threading.Barrier(2), []

        def tie(person_id: int, gate: threading.Barrier = gate, issuer: str = f"i{round_}") -> None:
            gate.wait(5)
            try:
                link_identity(
                    by=person_id, person_id=person_id, issuer=issuer, subject="s", provider="p", now=NOW
                )
                outcomes.append("tied")  # noqa: B023
            except IdentityRefused as refused:
                outcomes.append(refused.reason)  # noqa: B023
            finally:
                connection.close()

        threads = [threading.Thread(target=tie, args=(person_id,)) for person_id in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(outcomes) == (["tied", "tied"] if same_person else ["identity_taken", "tied"])
        assert Identity.objects.filter(issuer=f"i{round_}").count() == 1
    assert Event.objects.filter(act="link_identity").count() == 5

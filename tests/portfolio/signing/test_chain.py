"""A programme in which the guide signs, alone or after the supervisor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from borealis.portfolio.models import Activity, Ask
from borealis.portfolio.signing import actions, chain
from borealis.portfolio.signing.queries import proposals_for
from borealis.programmes.rules import PortfolioTerms
from tests.conftest import Told
from tests.portfolio.signing.conftest import LINE, NORA, OUTSIDE, TORUNN, Asking, Mailed, Record

pytestmark = pytest.mark.django_db
IDA = {"name": "Ida Teist", "email": OUTSIDE}
MINUTE = dt.timedelta(minutes=1)
Signers = Callable[..., None]


@pytest.fixture
def signers(monkeypatch: pytest.MonkeyPatch) -> Signers:
    """Lets these sign in every programme."""

    def chosen(*roles: str) -> None:
        from borealis.portfolio.signing import links, showing
        from borealis.portfolio.signing.actions import answering, asking, held, reminding
        from borealis.portfolio.signing.queries import proposals

        for module in (chain, links, showing, answering, asking, held, reminding, proposals):
            if hasattr(module, "terms_for"):
                monkeypatch.setattr(module, "terms_for", lambda trainee: PortfolioTerms(signing=roles))

    return chosen


def state_of(ask: Ask) -> str:
    return Activity.objects.get(pk=ask.activity_id).state


def refused(act: Any, **facts: Any) -> str:
    with pytest.raises(ValidationError) as found:
        act(**facts)
    return " ".join(found.value.messages)


def test_where_the_guide_signs_nobody_else_is_asked(
    told: Told, asking: Asking, record: Record, signers: Signers
) -> None:
    signers("guide")
    activity = record()
    assert [(p.name, p.why) for p in proposals_for(activity.trainee, activity, told.now)] == [
        (TORUNN, "veileder")
    ]
    for whom in (IDA, {"person_id": told.people[LINE]}):
        assert "er ikke veilederen nå" in refused(asking, activity=activity, **whom)
    ask = asking(activity=activity, person_id=told.people[TORUNN])
    assert ask.role == "guide"
    assert "er ikke veilederen nå" in refused(
        actions.pass_on, by=told.people[TORUNN], ask_id=ask.pk, now=told.now, **IDA
    )
    actions.sign(by=told.people[TORUNN], ask_id=ask.pk, level=2, now=told.now)
    assert state_of(ask) == "signed"


def test_a_guide_whose_appointment_has_ended_does_not_sign(
    told: Told, nora: int, asking: Asking, record: Record, signers: Signers
) -> None:
    signers("guide")
    activity = record()
    ask = asking(activity=activity, person_id=told.people[TORUNN])
    activity.trainee.guide_appointments.update(to_day=told.today - dt.timedelta(days=1))
    assert "er ikke veilederen nå" in refused(
        actions.sign, by=told.people[TORUNN], ask_id=ask.pk, level=2, now=told.now
    )


def test_the_guide_signs_after_the_supervisor(
    told: Told, asking: Asking, signers: Signers, mailed: Mailed
) -> None:
    signers("supervisor", "guide")
    assert "signerer etter supervisøren" in refused(asking, person_id=told.people[TORUNN])
    ask = asking(**IDA)
    link = {"by": None, "ask_id": ask.pk, "way": "link"}
    (text,) = mailed(lambda: actions.sign(level=3, now=told.now, **link))
    follower = Ask.objects.latest("pk")
    assert text.startswith("torunn.havørn@") or text.startswith(follower.email)
    assert (follower.role, follower.asked_id, state_of(ask)) == ("guide", told.people[TORUNN], "sent")
    actions.undo_signature(now=told.now + MINUTE, **link)
    follower.refresh_from_db()
    assert (follower.state, state_of(ask)) == ("recalled", "sent")
    actions.sign(level=2, now=told.now + 2 * MINUTE, **link)
    again = Ask.objects.latest("pk")
    actions.sign(by=told.people[TORUNN], ask_id=again.pk, level=2, now=told.now + 3 * MINUTE)
    assert state_of(ask) == "signed"
    assert "Veilederen har alt signert" in refused(actions.undo_signature, now=told.now + 4 * MINUTE, **link)
    actions.undo_signature(by=told.people[TORUNN], ask_id=again.pk, now=told.now + 4 * MINUTE)
    assert state_of(ask) == "sent"


def test_without_a_guide_the_trainee_asks_when_one_is_appointed(
    told: Told, nora: int, asking: Asking, record: Record, signers: Signers
) -> None:
    signers("supervisor", "guide")
    activity = record()
    appointments = activity.trainee.guide_appointments.filter(to_day=None)
    appointments.update(to_day=told.today - dt.timedelta(days=1))
    ask = asking(activity=activity, **IDA)
    actions.sign(by=None, ask_id=ask.pk, level=3, now=told.now, way="link")
    assert (Ask.objects.count(), state_of(ask)) == (1, "sent")
    client = told.client(NORA)
    page = client.get(f"/lis/signering/{nora}/").content.decode()
    assert "ingen veileder er oppnevnt" in page
    activity.trainee.guide_appointments.update(to_day=None)
    later = asking(activity=Activity.objects.get(pk=activity.pk), person_id=told.people[TORUNN])
    actions.sign(by=told.people[TORUNN], ask_id=later.pk, level=3, now=told.now)
    assert state_of(ask) == "signed"


def test_a_change_after_the_first_signature_starts_the_chain_again(
    told: Told, asking: Asking, signers: Signers
) -> None:
    signers("supervisor", "guide")
    ask = asking(**IDA)
    actions.sign(by=None, ask_id=ask.pk, level=3, now=told.now, way="link")
    follower = Ask.objects.latest("pk")
    actions.return_activity(by=told.people[TORUNN], ask_id=follower.pk, comment="Antallet", now=told.now)
    Activity.objects.filter(pk=ask.activity_id).update(count=3)
    again = asking(activity=Activity.objects.get(pk=ask.activity_id), **IDA)
    assert again.role == "supervisor"


def test_the_programmes_own_words_are_used(told: Told, record: Record) -> None:
    terms = chain.terms_for(record().trainee)
    assert (terms.signing, terms.link_days) == (("supervisor",), 14)

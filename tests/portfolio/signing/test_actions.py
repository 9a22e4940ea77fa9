"""Asking, answering, undoing, passing on: what is stored, who is told, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from borealis.audit.models import EventText
from borealis.people.models import Person
from borealis.portfolio.models import Activity, Ask, AskLink, SignatureAnswer
from borealis.portfolio.signing import actions
from borealis.portfolio.signing.queries import proposals_for, signatures_of
from borealis.rosters.models import Duty
from borealis.rosters.queries import presence, who_worked_together
from tests.conftest import Told
from tests.portfolio.signing.conftest import (
    LINE,
    NORA,
    OUTSIDE,
    TORUNN,
    Asking,
    Mailed,
    Record,
    events,
    leaves,
    word_in,
)

pytestmark = pytest.mark.django_db
IDA = {"name": "Ida Teist", "email": OUTSIDE}
MINUTE = dt.timedelta(minutes=1)


def acts() -> list[str]:
    """What was done with signatures, in order."""
    return list(events().filter(detail__has_key="ask").order_by("number").values_list("act", flat=True))


def state_of(activity: int | None) -> str:
    return Activity.objects.get(pk=activity).state


def refused(act: Any, **facts: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as found:
        act(**facts)
    return found.value.message_dict


def test_asking_locks_the_activity_and_mails_one_link(told: Told, asking: Asking, mailed: Mailed) -> None:
    (text,) = mailed(lambda: asking())
    ask = Ask.objects.latest("pk")
    assert (ask.state, ask.role, ask.asked_id, state_of(ask.activity_id)) == (
        "open",
        "supervisor",
        told.people[LINE],
        "sent",
    )
    assert ask.expires_at == told.now + dt.timedelta(days=42)
    link = AskLink.objects.get(ask=ask)
    assert link.expires_at == told.now + dt.timedelta(days=14)
    word = word_in(text)
    assert len(word) >= 43  # 256 bits
    assert word not in str(list(AskLink.objects.values()))
    assert text.startswith(ask.email)
    assert "Nora ber om signatur: PET ved lungekreft" in text
    assert "12 undersøkelser" in text
    assert acts() == ["ask_signature"]


def test_an_address_needs_no_account_and_a_known_one_is_the_person(told: Told, asking: Asking) -> None:
    ask = asking(**IDA)
    assert (ask.asked_id, ask.name, ask.email) == (None, "Ida Teist", OUTSIDE)
    known = Person.objects.get(pk=told.people[LINE])
    ask = asking(name="Noen", email=known.email.upper())
    assert (ask.asked_id, ask.name) == (known.pk, known.name)


@pytest.mark.parametrize(
    ("whom", "field"),
    [
        ({"name": "", "email": OUTSIDE}, "name"),
        ({"name": "Ida", "email": ""}, "email"),
        ({"name": "Ida", "email": "ikke en adresse"}, "email"),
        ({"person_id": 987654}, "whom"),
        ({"name": "Ida\x07", "email": OUTSIDE}, "name"),
    ],
)
def test_whom_is_asked_must_be_sound(
    asking: Asking, record: Record, whom: dict[str, Any], field: str
) -> None:
    activity = record()
    assert field in refused(asking, activity=activity, **whom)
    assert state_of(activity.pk) == "recorded"
    assert not Ask.objects.exists()


def test_nobody_signs_own_work(told: Told, asking: Asking) -> None:
    own = Person.objects.get(pk=told.people[NORA])
    for whom in ({"person_id": own.pk}, {"name": "En annen", "email": own.email.upper()}):
        assert refused(asking, **whom)["whom"] == ["Ingen signerer eget arbeid. Velg en annen."]


def test_who_has_left_is_not_asked_and_cannot_sign(told: Told, asking: Asking) -> None:
    ask = asking()
    leaves(told.people[LINE], told.today - dt.timedelta(days=1))
    assert "har ikke stilling her lenger" in refused(asking)["whom"][0]
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    assert "har ikke stilling her lenger" in refused(actions.sign, level=2, **facts)["ask"][0]
    leaves(told.people[LINE], told.today)
    actions.sign(level=2, **facts)


def test_who_is_closed_out_cannot_sign(told: Told, asking: Asking) -> None:
    ask = asking()
    Person.objects.filter(pk=told.people[LINE]).update(is_active=False)
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    assert "ask" in refused(actions.sign, level=2, way="link", **facts)


def test_signing_keeps_who_when_level_way_and_content(told: Told, asking: Asking) -> None:
    ask = asking()
    answer = actions.sign(by=told.people[LINE], ask_id=ask.pk, level=3, now=told.now + MINUTE)
    assert (answer.outcome, answer.level, answer.way, answer.by_id) == (
        "signed",
        3,
        "account",
        told.people[LINE],
    )
    assert state_of(ask.activity_id) == "signed"
    event = events().get(act="sign_activity")
    assert event.subject == f"portfolio.Activity:{ask.activity_id}"
    assert event.about_id == told.people[NORA]
    assert event.detail["level"] == 3
    assert event.detail["content"] == answer.content


def test_a_later_change_of_what_was_signed_is_seen(told: Told, asking: Asking, nora: int) -> None:
    ask = asking()
    actions.sign(by=told.people[LINE], ask_id=ask.pk, level=3, now=told.now)
    assert [view.changed for view in signatures_of(nora)] == [False]
    for change in ({"count": 99}, {"title": "Noe annet"}, {"note": "mer"}):
        before = Activity.objects.filter(pk=ask.activity_id).values(*change).get()
        Activity.objects.filter(pk=ask.activity_id).update(**change)
        assert [view.changed for view in signatures_of(nora)] == [True], change
        Activity.objects.filter(pk=ask.activity_id).update(**before)
    activity = Activity.objects.get(pk=ask.activity_id)
    activity.goals.remove(activity.goals.first())
    assert [view.changed for view in signatures_of(nora, activity.pk)] == [True]


@pytest.mark.parametrize("level", [-1, 4, 99])
def test_only_the_four_levels(told: Told, asking: Asking, level: int) -> None:
    ask = asking()
    assert "level" in refused(actions.sign, by=told.people[LINE], ask_id=ask.pk, level=level, now=told.now)


def test_the_same_answer_twice_is_one_and_another_is_refused(told: Told, asking: Asking) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    first = actions.sign(level=2, **facts)
    assert actions.sign(level=2, **facts) == first
    assert refused(actions.sign, level=3, **facts)["state"] == ["Forespørselen er alt besvart: signert."]
    assert "state" in refused(actions.return_activity, comment="Rett", **facts)
    assert "state" in refused(actions.decline_ask, **facts)
    assert acts() == ["ask_signature", "sign_activity"]
    assert SignatureAnswer.objects.count() == 1


@pytest.mark.parametrize("way", ["account", "link"])
def test_only_who_is_asked_answers(told: Told, asking: Asking, way: str) -> None:
    ask = asking()
    for by in (told.people[TORUNN], told.people[NORA], None):
        facts = {"by": by, "ask_id": ask.pk, "now": told.now, "way": way}
        assert "ask" in refused(actions.sign, level=2, **facts)
        assert "ask" in refused(actions.return_activity, comment="Rett", **facts)
        assert "ask" in refused(actions.decline_ask, **facts)
        assert "ask" in refused(actions.pass_on, **IDA, **facts)
    assert acts() == ["ask_signature"]


def test_without_an_account_only_a_link_answers(told: Told, asking: Asking) -> None:
    ask = asking(**IDA)
    assert "ask" in refused(actions.sign, by=None, ask_id=ask.pk, level=2, now=told.now)
    answer = actions.sign(by=None, ask_id=ask.pk, level=0, now=told.now, way="link")
    assert (answer.by_id, answer.name, answer.email, answer.level) == (None, "Ida Teist", OUTSIDE, 0)


def test_returning_needs_words_and_tells_the_trainee(told: Told, asking: Asking, mailed: Mailed) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    assert refused(actions.return_activity, comment="  ", **facts)["comment"] == [
        "Skriv hva som skal rettes."
    ]
    (text,) = mailed(lambda: actions.return_activity(comment="Antallet er for høyt", **facts))
    assert "«Antallet er for høyt»" in text
    assert f"/lis/signering/{ask.trainee_id}/" in text
    assert state_of(ask.activity_id) == "returned"
    event = events().get(act="return_activity")
    assert "Antallet" not in str(event.detail)
    assert EventText.objects.get(event=event).text == {"why": "Antallet er for høyt"}
    assert mailed(lambda: actions.return_activity(comment="Igjen", **facts)) == []


@pytest.mark.parametrize(("not_me", "outcome"), [(False, "declined"), (True, "not_me")])
def test_declining_opens_the_activity_and_tells_the_trainee(
    told: Told, asking: Asking, mailed: Mailed, not_me: bool, outcome: str
) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now, "not_me": not_me}
    (text,) = mailed(lambda: actions.decline_ask(**facts))
    assert "Be en annen signere" in text
    assert state_of(ask.activity_id) == "declined"
    answer = actions.decline_ask(**facts)
    assert (answer.outcome, SignatureAnswer.objects.count()) == (outcome, 1)
    asking(activity=Activity.objects.get(pk=ask.activity_id), **IDA)
    assert state_of(ask.activity_id) == "sent"


def test_undoing_within_ten_minutes(told: Told, asking: Asking) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk}
    assert "state" in refused(actions.undo_signature, now=told.now, **facts)
    actions.sign(level=3, now=told.now, **facts)
    actions.comment_signature(comment="Øv på TNM", now=told.now, **facts)
    actions.undo_signature(now=told.now + 10 * MINUTE, **facts)
    ask.refresh_from_db()
    assert (ask.state, ask.closed_at, state_of(ask.activity_id)) == ("open", None, "sent")
    assert not SignatureAnswer.objects.filter(undone_at=None).exists()
    again = actions.sign(level=1, now=told.now + 11 * MINUTE, **facts)
    assert again.level == 1
    late = told.now + 22 * MINUTE
    assert "eldre enn ti minutter" in refused(actions.undo_signature, now=late, **facts)["state"][0]
    assert acts() == [
        "ask_signature",
        "sign_activity",
        "comment_signature",
        "undo_signature",
        "sign_activity",
    ]


def test_only_a_signature_is_undone(told: Told, asking: Asking) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    actions.decline_ask(**facts)
    assert "state" in refused(actions.undo_signature, **facts)


def test_a_comment_is_a_second_row(told: Told, asking: Asking) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    assert "state" in refused(actions.comment_signature, comment="For tidlig", **facts)
    actions.sign(level=2, **facts)
    assert "comment" in refused(actions.comment_signature, comment=" ", **facts)
    assert "comment" in refused(actions.comment_signature, comment="x" * 501, **facts)
    first = actions.comment_signature(comment="Øv på TNM", **facts)
    assert actions.comment_signature(comment=" Øv på TNM ", **facts) == first
    (view,) = signatures_of(ask.trainee_id)
    assert view.comments == ("Øv på TNM",)


def test_comments_have_an_end(told: Told, asking: Asking) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    actions.sign(level=2, **facts)
    for number in range(20):
        actions.comment_signature(comment=f"Øv {number}", **facts)
    assert "comment" in refused(actions.comment_signature, comment="Én til", **facts)


def test_passing_on_is_a_new_ask_that_points_back(told: Told, asking: Asking, mailed: Mailed) -> None:
    ask = asking()
    facts = {"by": told.people[LINE], "ask_id": ask.pk, "now": told.now}
    own = Person.objects.get(pk=told.people[NORA]).email
    assert "whom" in refused(actions.pass_on, name="Nora", email=own, **facts)
    assert "email" in refused(actions.pass_on, name="Meg", email=ask.email, **facts)
    (text,) = mailed(lambda: actions.pass_on(**IDA, **facts))
    passed = Ask.objects.get(passed_on_from=ask)
    assert text.startswith(OUTSIDE)
    assert (passed.email, passed.state, passed.activity_id) == (OUTSIDE, "open", ask.activity_id)
    ask.refresh_from_db()
    assert ask.state == "passed_on"
    assert "state" in refused(actions.sign, level=2, **facts)
    actions.sign(by=None, ask_id=passed.pk, level=2, now=told.now, way="link")
    assert acts() == ["ask_signature", "pass_on_ask", "sign_activity"]


def test_recalling_and_asking_another(told: Told, asking: Asking) -> None:
    ask = asking()
    other = actions.ask_another(by=told.people[NORA], ask_id=ask.pk, now=told.now, **IDA)
    ask.refresh_from_db()
    assert (ask.state, other.email, state_of(ask.activity_id)) == ("recalled", OUTSIDE, "sent")
    actions.recall_ask(by=told.people[NORA], ask_id=other.pk, now=told.now)
    assert state_of(ask.activity_id) == "recorded"
    assert "state" in refused(actions.recall_ask, by=None, ask_id=other.pk, now=told.now)
    assert acts() == ["ask_signature", "recall_ask", "ask_signature", "recall_ask"]


def test_asking_another_who_cannot_sign_takes_nothing_back(told: Told, asking: Asking) -> None:
    ask = asking()
    own = told.people[NORA]
    assert "whom" in refused(actions.ask_another, by=own, ask_id=ask.pk, now=told.now, person_id=own)
    ask.refresh_from_db()
    assert (ask.state, acts()) == ("open", ["ask_signature"])


def test_what_waits_already_is_not_asked_for_twice(asking: Asking) -> None:
    ask = asking()
    activity = Activity.objects.get(pk=ask.activity_id)
    assert "venter alt" in refused(asking, activity=activity)["state"][0]
    assert "activity" in refused(actions.ask_signature, by=None, activity_id=987654, now=ask.asked_at)


def test_several_at_once_are_one_mail_and_all_or_none(
    told: Told, nora: int, record: Record, mailed: Mailed
) -> None:
    keys = [record(count=number).pk for number in (1, 2, 3)]
    facts: dict[str, Any] = {"by": told.people[NORA], "trainee_id": nora, "now": told.now, **IDA}
    elsewhere = record(trainee_id=told.trainees["Jonas Polarrev"]).pk
    assert "activity" in refused(actions.ask_signatures, activity_ids=[keys[0], elsewhere], **facts)
    assert "activity" in refused(actions.ask_signatures, activity_ids=[], **facts)
    many = [record(count=number).pk for number in range(10, 61)]
    assert "activity" in refused(actions.ask_signatures, activity_ids=many, **facts)
    mails = mailed(lambda: actions.ask_signatures(activity_ids=[*keys, keys[0]], **facts))
    assert len(mails) == 1
    assert Ask.objects.filter(state="open").count() == 3


def test_a_batch_signs_what_stands_and_tells_what_does_not(told: Told, asking: Asking) -> None:
    asks = [asking(), asking(), asking()]
    actions.recall_ask(by=told.people[NORA], ask_id=asks[1].pk, now=told.now)
    keys = [ask.pk for ask in asks]
    signed, left = actions.sign_many(by=told.people[LINE], ask_ids=[*keys, keys[0]], level=2, now=told.now)
    assert [answer.ask_id for answer in signed] == [asks[0].pk, asks[2].pk]
    assert left == [asks[1].pk]
    assert acts().count("sign_activity") == 2


def test_proposals_are_those_asked_last_and_then_specialists(
    told: Told, nora: int, asking: Asking, record: Record
) -> None:
    Duty.objects.all().delete()
    activity = record()
    trainee = activity.trainee
    before = proposals_for(trainee, activity, told.now)
    assert {"spesialist ved arenaen"} == {proposal.why for proposal in before}
    assert told.people[NORA] not in {proposal.person_id for proposal in before}
    asking(**IDA, now=told.now + MINUTE)
    asking(now=told.now + 2 * MINUTE)
    after = proposals_for(trainee, activity, told.now)
    assert [(p.name, p.why) for p in after[:2]] == [(LINE, "spurt sist"), ("Ida Teist", "spurt sist")]
    assert len({proposal.key for proposal in after}) == len(after)
    leaves(told.people[LINE], told.today - dt.timedelta(days=1))
    assert LINE not in {proposal.name for proposal in proposals_for(trainee, activity, told.now)}


def test_the_roster_says_whom_to_ask_first(told: Told, record: Record, asking: Asking) -> None:
    """Those at work at the same time as the trainee on the day, specialists in the field alone, each once."""
    days = presence(
        [told.people[NORA]], told.today - dt.timedelta(days=40), told.today - dt.timedelta(days=1)
    )
    day = next(window.day for window in days if window.meaning == "on_site")
    activity = record(from_day=day)
    met = {row.person_id for row in who_worked_together(told.people[NORA], day, day)}
    found = proposals_for(activity.trainee, activity, told.now)
    first = [p for p in found if p.why == "på vakt samme dag"]
    assert first
    assert found[: len(first)] == first
    assert {p.person_id for p in first} <= met
    assert len({p.key for p in found}) == len(found)
    doctors = {told.people[name] for name in told.trainees}
    assert not doctors & {p.person_id for p in found}
    last = first[-1]
    asking(record(from_day=day), person_id=last.person_id)
    again = proposals_for(activity.trainee, activity, told.now)
    assert again[0].person_id == last.person_id, "who was asked of late comes first of those"
    span = record(from_day=day - dt.timedelta(days=14), to_day=day)
    assert any(p.why.startswith("på vakt sammen ") for p in proposals_for(span.trainee, span, told.now))

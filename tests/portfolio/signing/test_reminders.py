"""The day's run: one mail for each receiver, never a flood; and what is over goes out."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from borealis.config.cli import borealis
from borealis.portfolio.models import Activity, Ask, AskLink
from borealis.portfolio.signing import actions
from borealis.portfolio.signing.queries import waiting_ages
from tests.conftest import Told
from tests.portfolio.signing.conftest import LINE, NORA, OUTSIDE, Asking, Mailed, Record, events, leaves

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
IDA = {"name": "Ida Teist", "email": OUTSIDE}


def test_nothing_is_sent_before_three_days(told: Told, asking: Asking, mailed: Mailed) -> None:
    asking()
    assert mailed(lambda: actions.remind(now=told.now + 3 * DAY - dt.timedelta(seconds=1))) == []
    assert len(mailed(lambda: actions.remind(now=told.now + 3 * DAY))) == 1


def test_one_mail_a_day_with_everything_that_waits(
    told: Told, asking: Asking, record: Record, mailed: Mailed
) -> None:
    asking(now=told.now)
    asking(activity=record(template="pet-lymfom", count=4), now=told.now + DAY)
    asking(now=told.now, **IDA)
    texts = mailed(lambda: actions.remind(now=told.now + 3 * DAY))
    assert [text.split("\n")[0] for text in texts] == ["henrik.jerv@eksempel.example", OUTSIDE]
    assert "2 aktiviteter venter på signaturen din" in texts[0]
    assert "PET ved lymfom" in texts[0]
    assert texts[0].count("/s/") == 1
    assert "Én aktivitet venter" in texts[1]
    assert sorted(Ask.objects.values_list("reminders", flat=True)) == [0, 1, 1]
    assert events().filter(act="remind_asked").count() == 2
    assert mailed(lambda: actions.remind(now=told.now + 3 * DAY + dt.timedelta(hours=2))) == []


def test_reminders_from_first_to_last_day(told: Told, asking: Asking, mailed: Mailed) -> None:
    ask = asking(**IDA)
    days = []
    for day in range(1, 45):
        for text in mailed(lambda day=day: actions.remind(now=told.now + day * DAY)):
            days.append((day, text.split("\n")[0] == OUTSIDE))
    assert days == [*((day, True) for day in (3, 7, 14, 21, 28, 35)), (42, False)]
    ask.refresh_from_db()
    assert (ask.state, Activity.objects.get(pk=ask.activity_id).state) == ("expired", "recorded")
    assert events().get(act="expire_ask").by_id is None


def test_a_run_that_was_missed_is_not_made_up_for(told: Told, asking: Asking, mailed: Mailed) -> None:
    ask = asking()
    assert len(mailed(lambda: actions.remind(now=told.now + 20 * DAY))) == 1
    ask.refresh_from_db()
    assert ask.reminders == 3
    assert mailed(lambda: actions.remind(now=told.now + 20 * DAY + DAY // 2)) == []
    assert len(mailed(lambda: actions.remind(now=told.now + 21 * DAY))) == 1


def test_a_receiver_who_has_left_ends_the_ask_and_the_trainee_is_told(
    told: Told, asking: Asking, mailed: Mailed
) -> None:
    ask = asking()
    leaves(told.people[LINE], told.today)
    assert mailed(lambda: actions.remind(now=told.now)) == []
    (text,) = mailed(lambda: actions.remind(now=told.now + DAY))
    assert text.startswith("nora.fjellrype@eksempel.example")
    assert "har ikke stilling her lenger" in text
    ask.refresh_from_db()
    assert ask.state == "expired"
    assert events().get(act="expire_ask").detail["left"] is True


def test_new_asks_of_a_day_are_one_mail_until_it_is_answered(
    told: Told, asking: Asking, mailed: Mailed
) -> None:
    first: list[Ask] = []
    assert len(mailed(lambda: first.append(asking(**IDA)))) == 1
    hour = dt.timedelta(hours=1)
    assert mailed(lambda: asking(now=told.now + hour, **IDA)) == []
    assert len(mailed(lambda: asking(now=told.now + hour))) == 1
    actions.sign(by=None, ask_id=first[0].pk, level=1, now=told.now + 2 * hour, way="link")
    assert len(mailed(lambda: asking(now=told.now + 3 * hour, **IDA))) == 1
    assert len(mailed(lambda: asking(now=told.now + 28 * hour, **IDA))) == 1
    assert AskLink.objects.count() == 4


def test_the_command_says_what_it_did(told: Told, asking: Asking) -> None:
    ask = asking()
    Ask.objects.filter(pk=ask.pk).update(asked_at=told.now - 3 * DAY)
    done = CliRunner().invoke(borealis, ["portfolio", "remind"])
    assert done.exit_code == 0, done.output
    assert "1 e-poster om 1 forespørsler. 0 har gått ut." in done.output
    assert events().get(act="remind_asked").way == "command"


def test_a_head_sees_ages_and_names_only_what_reminders_did_not_help(
    told: Told, nora: int, asking: Asking
) -> None:
    assert waiting_ages([nora], told.now) is None
    for days in (1, 5, 8, 20):
        asking(now=told.now - days * DAY)
    actions.remind(now=told.now)
    found = waiting_ages([nora], told.now)
    assert found is not None
    assert (found.ages.count, found.ages.median, found.ages.oldest) == (4, 6.5, 20)
    assert [(late.name, late.trainee, late.days) for late in found.late] == [
        (LINE, NORA, 20),
        (LINE, NORA, 8),
    ]
    assert found.longest == 28
    assert 0 <= found.strip["lower"] <= found.strip["median"] <= found.strip["upper"] <= 100
    assert waiting_ages([told.trainees["Maja Lomvi"]], told.now) is None

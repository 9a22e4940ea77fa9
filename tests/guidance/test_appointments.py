"""Appointments: proposed by one, accepted by the other, moved, lost; groups; never two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from borealis.audit.models import Event
from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.guidance.queries import figures_of, guidance_findings, quotas_of
from borealis.organisations.queries import organisation
from borealis.people.directory import posts
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.guidance.conftest import DAY, GUIDE, HOUR, WHO

pytestmark = pytest.mark.django_db
Agreed = Callable[..., Talk]


def propose(told: Told, by: str = WHO, days: float = 7, hours: float = 1, who: str = WHO) -> Talk:
    start = told.now + days * DAY
    return actions.propose_talk(
        by=told.people[by],
        trainee_id=told.trainees[who],
        start_at=start,
        end_at=start + hours * HOUR,
        now=told.now,
    )


def test_a_time_is_agreed_when_the_other_accepts(told: Told) -> None:
    talk = propose(told)
    assert talk.state == "proposed"
    actions.accept_talk(by=told.people[WHO], talk_id=talk.pk, version=1, now=told.now)
    assert Talk.objects.get(pk=talk.pk).state == "proposed"
    actions.accept_talk(by=told.people[GUIDE], talk_id=talk.pk, version=1, now=told.now)
    assert Talk.objects.get(pk=talk.pk).state == "agreed"
    acts = list(Event.objects.filter(subject=f"guidance.Talk:{talk.pk}").values_list("act", flat=True))
    assert sorted(acts) == ["accept_talk", "accept_talk", "propose_talk"]


@pytest.mark.parametrize(
    ("days", "hours", "said"),
    [(-1, 1, "en tid som kommer"), (500, 1, "ett år fram"), (7, 0.1, "kvarter"), (7, 9, "fire timer")],
)
def test_a_time_that_cannot_be_is_refused(told: Told, days: float, hours: float, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        propose(told, days=days, hours=hours)
    assert not Talk.objects.exists()


def test_only_the_two_make_appointments(told: Told) -> None:
    with pytest.raises(ValidationError, match="Bare legen og veilederen"):
        propose(told, by="Randi Snøugle")


def test_without_a_guide_on_that_day_there_is_no_appointment(told: Told) -> None:
    """A guide who leaves tomorrow guides nobody next week."""
    posts().filter(person_id=told.people[GUIDE]).update(to_day=told.today + DAY)
    with pytest.raises(ValidationError, match="Ingen veileder er oppnevnt"):
        propose(told)


def test_nobody_is_in_two_talks_at_once(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    with pytest.raises(ValidationError, match="kolliderer"):
        propose(told, by="Maja Lomvi", who="Maja Lomvi")  # the same guide
    propose(told, by="Maja Lomvi", who="Maja Lomvi", days=7 + 1 / 24)  # begins as the other ends
    with pytest.raises(ValidationError, match="kolliderer"):
        actions.move_talk(
            by=told.people[WHO],
            talk_id=talk.pk,
            version=talk.version,
            start_at=talk.start_at + HOUR / 2,
            end_at=talk.end_at + HOUR / 2,
            now=told.now,
        )


def test_a_moved_time_is_accepted_anew_and_the_old_version_is_not(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    moved = actions.move_talk(
        by=told.people[GUIDE],
        talk_id=talk.pk,
        version=talk.version,
        start_at=talk.start_at + DAY,
        end_at=talk.end_at + DAY,
        now=told.now,
    )
    assert moved.state == "proposed"
    with pytest.raises(ValidationError, match="endret siden"):
        actions.accept_talk(by=told.people[WHO], talk_id=talk.pk, version=talk.version, now=told.now)
    actions.accept_talk(by=told.people[WHO], talk_id=talk.pk, version=moved.version, now=told.now)
    assert Talk.objects.get(pk=talk.pk).state == "agreed"


def test_a_talk_falls_away_to_something_and_is_counted_so(told: Told, agreed: Agreed) -> None:
    talk = agreed()
    with pytest.raises(ValidationError, match="listen"):
        actions.lose_talk(by=told.people[WHO], talk_id=talk.pk, lost_to="", now=told.now)
    actions.lose_talk(by=told.people[WHO], talk_id=talk.pk, lost_to="duty", now=told.now)
    with pytest.raises(ValidationError, match="falt bort"):
        actions.lose_talk(by=told.people[WHO], talk_id=talk.pk, lost_to="duty", now=told.now)
    trainee = Trainee.objects.select_related("person", "programme").get(pk=told.trainees[WHO])
    page = figures_of([trainee], told.now)
    assert page["lost"] == [("Vakt eller klinikk", 1)]
    (guide,) = page["guides"]
    assert (guide["name"], guide["lost"], guide["held"]) == (GUIDE, 1, 0)


def call(told: Told, who: list[str], leader: str = "Vigdis Alke", days: float = 9) -> Talk:
    start = told.now + days * DAY
    return actions.call_group(
        by=told.people["Randi Snøugle"],
        department_id=organisation("unn-pet").pk,
        trainee_ids=[told.trainees[name] for name in who],
        subject="Å si fra",
        start_at=start,
        end_at=start + 1.5 * HOUR,
        now=told.now,
        leader_id=told.people[leader],
    )


def test_a_group_counts_for_those_who_were_there(told: Told) -> None:
    members = ["Nora Fjellrype", "Aslak Isbre", "Maja Lomvi"]
    talk = call(told, members)
    later = talk.end_at
    with pytest.raises(ValidationError, match="Kryss av"):
        actions.finalise_talk(by=told.people["Vigdis Alke"], talk_id=talk.pk, version=1, now=later)
    there = [told.trainees[name] for name in members[:2]]
    actions.finalise_talk(by=told.people["Vigdis Alke"], talk_id=talk.pk, version=1, now=later, present=there)
    rows = Trainee.objects.select_related("programme", "person").filter(person__name__in=members)
    held = {row.person.name: quotas_of([row], later)[row.pk][1].count.held for row in rows}
    assert held == {"Nora Fjellrype": 1, "Aslak Isbre": 1, "Maja Lomvi": 0}


def test_a_group_is_more_than_one_and_not_led_by_one_of_its_own(told: Told) -> None:
    with pytest.raises(ValidationError, match="Velg fra 2"):
        call(told, ["Nora Fjellrype"])
    with pytest.raises(ValidationError, match="ikke være en av legene"):
        call(told, ["Nora Fjellrype", "Aslak Isbre"], leader="Aslak Isbre")
    with pytest.raises(ValidationError, match="Bare den som leder"):
        actions.lose_talk(
            by=told.people["Aslak Isbre"],
            talk_id=call(told, ["Nora Fjellrype", "Aslak Isbre"]).pk,
            lost_to="duty",
            now=told.now,
        )


def test_who_falls_behind_is_a_finding_until_a_time_is_agreed(told: Told, agreed: Agreed) -> None:
    row = Trainee.objects.select_related("person", "programme").get(pk=told.trainees[WHO])
    (found,) = guidance_findings([row], told.now, may_propose=True)[row.pk]
    assert "0 av 8 veiledninger holdt, ingen avtalt" in found.title
    for step in range(8):
        agreed(days=1 + step)
    assert guidance_findings([row], told.now, may_propose=True)[row.pk] == []


def test_the_hour_stays_the_same_on_both_sides_of_the_clocks_change(told: Told) -> None:
    """A talk at 13.00 the week after summer time ends is at 13.00, an hour later by the sun."""
    sunday = dt.date(told.today.year + 1, 3, 31)
    sunday -= dt.timedelta(days=(sunday.weekday() + 1) % 7)  # the last Sunday of March
    for day, offset in ((sunday - DAY, 1), (sunday + DAY, 2)):
        start = timezone.make_aware(dt.datetime.combine(day, dt.time(13)))
        talk = actions.propose_talk(
            by=told.people[WHO],
            trainee_id=told.trainees[WHO],
            start_at=start,
            end_at=start + HOUR,
            now=start - 30 * DAY,
        )
        stored = Talk.objects.get(pk=talk.pk).start_at
        assert timezone.localtime(stored).hour == 13
        assert stored.astimezone(dt.UTC).hour == 13 - offset


def test_the_year_is_foreseen_with_an_interval_early_enough_to_act(told: Told, agreed: Agreed) -> None:
    row = Trainee.objects.select_related("programme").get(pk=told.trainees[WHO])

    def outlook() -> str:
        return quotas_of([row], told.now)[row.pk][0].outlook

    assert outlook() == "Sannsynlig 0 av 8 i år."
    for step in range(4):
        agreed(days=3 + step)
    assert outlook().startswith("Sannsynlig 0 til 4 av 8 i år.")  # nothing is known of what is lost here
    for step in range(20):
        talk = agreed(days=-2 - step)
        actions.finalise_talk(by=told.people[GUIDE], talk_id=talk.pk, version=talk.version, now=told.now)
    assert outlook() == ""

"""The inbox of who has an account, and the trainee's own pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client

from borealis.portfolio.models import Activity, Ask, SignatureAnswer
from borealis.portfolio.signing import actions
from borealis.portfolio.signing.queries import waiting_ages
from tests.conftest import Told
from tests.portfolio.signing.conftest import LINE, NORA, OUTSIDE, TORUNN, Asking, Record, leaves

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HEAD = "Randi Snøugle"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_the_inbox_groups_by_trainee_and_day_what_has_waited_longest_first(
    told: Told, asking: Asking, record: Record
) -> None:
    maja = {"trainee_id": told.trainees["Maja Lomvi"], "template": "pet-lymfom"}
    asking(activity=record(from_day=told.today - 4 * DAY), now=told.now - DAY)
    asking(activity=record(from_day=told.today - 6 * DAY), now=told.now - DAY)
    asking(activity=record(**maja), now=told.now - 9 * DAY)
    page = read(told.client(LINE), "/signering/")
    assert re.findall(r'<h2 id="h-\d+">([^<]+)', page) == ["Maja Lomvi", NORA]
    assert page.count('class="sign-day"') == 3
    assert "3 aktiviteter venter på deg" in page
    assert "Den eldste har ventet 9 dager" in page
    assert "krever selvstendig" in page


def test_a_batch_is_signed_with_one_tap_and_undone_again(told: Told, asking: Asking) -> None:
    client = told.client(LINE)
    asks = [asking(), asking()]
    other = asking(name="Ida Teist", email=OUTSIDE)
    keys = [str(ask.pk) for ask in asks]
    assert set(re.findall(r'name="ask" value="(\d+)"', read(client, "/signering/"))) == set(keys)
    answer = client.post("/signering/", {"ask": [*keys, str(other.pk), "x"], "level": "2"}, follow=True)
    page = answer.content.decode()
    assert "2 aktiviteter er signert" in page
    assert "Angre alle" in page
    other.refresh_from_db()
    assert other.state == "open"
    page = client.post("/signering/angre/", {"ask": keys}, follow=True).content.decode()
    assert "2 signaturer er angret" in page
    assert set(Ask.objects.values_list("state", flat=True)) == {"open"}
    client.post("/signering/", {"ask": keys[0], "level": "0"})
    assert SignatureAnswer.objects.get(undone_at=None).level == 0
    assert "Angre alle" not in read(client, "/signering/")


def test_a_batch_tells_what_was_answered_meanwhile(told: Told, asking: Asking) -> None:
    client, ask = told.client(LINE), asking()
    actions.recall_ask(by=told.people[NORA], ask_id=ask.pk, now=told.now)
    page = client.post("/signering/", {"ask": str(ask.pk), "level": "2"}, follow=True).content.decode()
    assert "Én ble ikke signert" in page


@pytest.mark.parametrize("typed", [{}, {"ask": "1"}, {"level": "2"}, {"ask": "1", "level": "7"}])
def test_an_empty_batch_is_explained(told: Told, asking: Asking, typed: dict[str, str]) -> None:
    asking()
    page = told.client(LINE).post("/signering/", typed, follow=True).content.decode()
    assert "Velg minst én aktivitet og et nivå" in page
    assert not SignatureAnswer.objects.exists()


def test_an_account_signs_on_the_same_page_as_a_link(told: Told, asking: Asking) -> None:
    client, ask = told.client(LINE), asking()
    assert "Hva så du?" in read(client, f"/signer/{ask.pk}/")
    answer = client.post(f"/signer/{ask.pk}/", {"level": "1"})
    assert "Signert: så på" in read(client, answer["Location"])
    assert SignatureAnswer.objects.get().way == "account"


def test_an_empty_inbox_says_when_something_was_signed_last(told: Told, asking: Asking) -> None:
    client = told.client(LINE)
    assert "Når noen ber deg signere" in read(client, "/signering/")
    ask = asking()
    actions.sign(by=told.people[LINE], ask_id=ask.pk, level=1, now=told.now - DAY)
    assert "Sist du signerte" in read(client, "/signering/")
    assert Client().get("/signering/").status_code == 302


def test_guides_and_supervisors_have_the_inbox_in_their_menu(told: Told) -> None:
    for name, path in ((TORUNN, "/veileder/"), ("Ylva Steinskvett", "/supervisor/")):
        assert 'href="/signering/"' in read(told.client(name), path)


def test_the_trainee_sees_what_waits_with_its_age_and_asks_another_from_14_days(
    told: Told, nora: int, asking: Asking
) -> None:
    client = told.client(NORA)
    young, old = asking(now=told.now - 13 * DAY), asking(now=told.now - 14 * DAY)
    page = read(client, f"/lis/signering/{nora}/")
    assert "ventet 14 dager" in page
    assert f"/be-en-annen/{old.pk}/" in page
    assert f"/be-en-annen/{young.pk}/" not in page
    leaves(told.people[LINE], told.today - DAY)
    page = read(client, f"/lis/signering/{nora}/")
    assert page.count("har ikke stilling her lenger") == 2
    assert f"/be-en-annen/{young.pk}/" in page
    assert client.get("/lis/signering/")["Location"] == f"/lis/signering/{nora}/"


def test_asking_by_the_page_and_asking_another(told: Told, nora: int, record: Record) -> None:
    client, activities = told.client(NORA), [record(), record(count=3)]
    keys = [row.pk for row in activities]
    path = f"/lis/signering/{nora}/be/"
    page = read(client, f"{path}?a={keys[0]}&a={keys[1]}")
    assert "2 aktiviteter" in page
    whom = f"p{told.people[LINE]}"
    assert f'value="{whom}"' in page
    done = client.post(path, {"a": keys, "whom": whom}, follow=True).content.decode()
    assert f"{LINE} er bedt om å signere 2 aktiviteter" in done
    ask = Ask.objects.get(activity=activities[0])
    another = f"/lis/signering/{nora}/be-en-annen/{ask.pk}/"
    assert f'value="{whom}"' not in read(client, another)
    typed = {"whom": "annen", "name": "Ida Teist", "email": OUTSIDE}
    assert "Ida Teist er bedt om å signere" in client.post(another, typed, follow=True).content.decode()
    assert client.get(another).status_code == 404
    later = record()
    assert "Ida Teist (spurt sist)" in read(client, f"{path}?a={later.pk}")
    client.post(path, {"a": later.pk, "whom": f"e{OUTSIDE}"})
    assert Ask.objects.get(activity=later).email == OUTSIDE


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Velg en fra listen, eller skriv navn"),
        ({"whom": "p0"}, "Velg ett av alternativene"),
        ({"whom": "annen"}, "Skriv navnet"),
        ({"name": "Ida"}, "Skriv en e-postadresse"),
        ({"name": "Ida", "email": "ida"}, "Skriv en e-postadresse"),
        ({"name": "Nora", "email": "nora.fjellrype@eksempel.example"}, "Ingen signerer eget arbeid"),
    ],
)
def test_an_unclear_wish_is_kept_and_explained(
    told: Told, nora: int, record: Record, typed: dict[str, str], says: str
) -> None:
    activity = record()
    answer = told.client(NORA).post(f"/lis/signering/{nora}/be/", {"a": activity.pk, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert not Ask.objects.exists()


def test_one_of_the_list_and_another_name_at_once_is_unclear(told: Told, nora: int, record: Record) -> None:
    typed = {"a": record().pk, "whom": f"p{told.people[LINE]}", "name": "Ida", "email": OUTSIDE}
    answer = told.client(NORA).post(f"/lis/signering/{nora}/be/", typed)
    assert answer.status_code == 422
    assert "Velg «En annen»" in answer.content.decode()


def test_nothing_chosen_leads_back(told: Told, nora: int, record: Record) -> None:
    client, elsewhere = told.client(NORA), record(trainee_id=told.trainees["Maja Lomvi"])
    for query in ("", "?a=x", f"?a={elsewhere.pk}", "?a=99999999999999999999999"):
        page = client.get(f"/lis/signering/{nora}/be/{query}", follow=True).content.decode()
        assert "Velg minst én aktivitet som skal signeres" in page


def test_what_came_back_is_told_with_its_words(told: Told, nora: int, asking: Asking) -> None:
    returned, declined, not_me = asking(), asking(), asking()
    facts = {"by": told.people[LINE], "now": told.now}
    actions.return_activity(ask_id=returned.pk, comment="Rett antallet", **facts)
    actions.decline_ask(ask_id=declined.pk, **facts)
    actions.decline_ask(ask_id=not_me.pk, not_me=True, **facts)
    page = read(told.client(NORA), f"/lis/signering/{nora}/")
    assert f"{LINE} returnerte den: «Rett antallet»" in page
    assert f"{LINE} avslo" in page
    assert f"{LINE} sier at du må spørre en annen" in page


def test_what_was_signed_is_shown_and_a_later_change_too(told: Told, nora: int, asking: Asking) -> None:
    ask = asking()
    actions.sign(by=told.people[LINE], ask_id=ask.pk, level=3, now=told.now)
    client = told.client(NORA)
    assert "endret etter at den ble signert" not in read(client, f"/lis/signering/{nora}/")
    Activity.objects.filter(pk=ask.activity_id).update(count=99)
    page = read(client, f"/lis/signering/{nora}/")
    assert "Selvstendig" in page
    assert "endret etter at den ble signert" in page


def test_taking_back(told: Told, nora: int, asking: Asking) -> None:
    client, ask = told.client(NORA), asking()
    path = f"/lis/signering/{nora}/trekk/{ask.pk}/"
    assert "trukket tilbake" in client.post(path, follow=True).content.decode()
    assert client.post(path).status_code == 404


def test_others_see_or_not_and_only_some_may_ask(told: Told, nora: int, record: Record) -> None:
    activity = record()
    path = f"/lis/signering/{nora}/"
    assert 'name="a"' in read(told.client(HEAD), path)
    page = read(told.client(TORUNN), path)
    assert 'name="a"' not in page
    assert told.client(TORUNN).get(f"{path}be/?a={activity.pk}").status_code == 403
    for name in ("Maja Lomvi", "Berit Nordavind"):
        assert told.client(name).get(path).status_code == 404
        assert told.client(name).post(f"{path}be/", {"a": activity.pk}).status_code == 404


def test_the_heads_fragment_is_calm_and_names_only_what_is_late(
    told: Told, nora: int, asking: Asking
) -> None:
    template = "portfolio/signing/ages.html"
    assert "Ingen venter på signatur" in render_to_string(template, {"waiting": None})
    asking(now=told.now - DAY)
    fragment = render_to_string(template, {"waiting": waiting_ages([nora], told.now)})
    assert "én aktivitet" in fragment
    assert LINE not in fragment
    asking(now=told.now - 8 * DAY)
    actions.remind(now=told.now)
    fragment = render_to_string(template, {"waiting": waiting_ages([nora], told.now)})
    assert LINE in fragment
    assert "8 dager" in fragment


def test_a_full_inbox_is_shown_a_page_at_a_time_and_only_what_is_shown_is_signed(
    told: Told, asking: Asking, nora: int
) -> None:
    for ago in range(23):
        asking(now=told.now - dt.timedelta(days=ago))
    client = told.client(LINE)
    page = read(client, "/signering/")
    shown = set(re.findall(r'<label class="cb"><input type="checkbox" name="ask" value="(\d+)"', page))
    waiting = Ask.objects.filter(asked_id=told.people[LINE], state="open", kind="signature")
    total = waiting.count()
    assert len(shown) == 20 < total
    assert shown == {str(pk) for pk in waiting.order_by("asked_at", "pk").values_list("pk", flat=True)[:20]}
    assert f"20 av {total} vises." in page
    assert 'href="?vis=40"' in page
    more = read(client, "/signering/?vis=40")
    assert f'name="ask" value="{waiting.latest("asked_at").pk}"' in more
    assert "vises." not in more
    client.post("/signering/", {"ask": sorted(shown), "level": "2"})
    assert waiting.count() == total - 20


@pytest.mark.parametrize("asked", ["x", "-1", "0", "9" * 5000, "٣"])
def test_an_odd_number_to_show_is_a_page(told: Told, asked: str) -> None:
    assert told.client(LINE).get("/signering/", {"vis": asked}).status_code == 200

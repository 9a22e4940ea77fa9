"""Who keeps whom, and the pages where persons and roles are kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from borealis.audit.models import Event
from borealis.organisations.models import Organisation
from borealis.people import actions
from borealis.people.models import Person, RoleAssignment
from borealis.people.queries import NOBODY, viewer_of
from borealis.personnel import permissions
from borealis.personnel.models import FeedKey
from tests.conftest import Told

pytestmark = pytest.mark.django_db
ADMIN, HEAD = "Amund Fiskeørn", "Randi Snøugle"
DAY = dt.timedelta(days=1)


def viewer(told: Told, name: str):  # type: ignore[no-untyped-def]
    return viewer_of(Person.objects.get(pk=told.people[name]), told.today)


def place(code: str) -> int:
    return Organisation.objects.get(code=code).pk


def role_of(told: Told, name: str) -> RoleAssignment:
    return RoleAssignment.objects.get(person_id=told.people[name])


OPEN = {
    "/roller/": {"", ADMIN, HEAD, "Nora Fjellrype"},
    "/drift/personer/": {ADMIN},
    "/drift/personer/ny/": {ADMIN},
    "/drift/nokler/": {ADMIN},
    "/leder/roller/": {HEAD},
    "/leder/roller/ny/": {HEAD},
}
EVERYONE = [
    "",
    ADMIN,
    HEAD,
    "Nora Fjellrype",
    "Torunn Havørn",
    "Eirik Storlom",
    "Sigrid Lavskrike",
    "Tora Kvitbjørn",
]


@pytest.mark.parametrize("name", EVERYONE)
def test_each_page_is_open_to_those_it_is_for_alone(told: Told, name: str) -> None:
    client = told.client(name)
    answers = {path: client.get(path).status_code for path in OPEN}
    public = {"/roller/"}
    assert answers == {path: 200 if path in public or name in names else 404 for path, names in OPEN.items()}


def test_a_person_outside_the_places_is_not_there(told: Told) -> None:
    outsider = told.people["Tora Kvitbjørn"]
    client = told.client(ADMIN)
    for path in ("", "rett/", "rolle/", "stilling/", "godkjenning/"):
        assert client.get(f"/drift/personer/{outsider}/{path}").status_code == 404, path
    for path in ("konto/", "inviter/"):
        assert client.post(f"/drift/personer/{outsider}/{path}").status_code == 404, path
    assert client.get(f"/drift/roller/{role_of(told, 'Tora Kvitbjørn').pk}/").status_code == 404
    assert "Tora" not in client.get("/drift/personer/").content.decode()
    assert client.get("/drift/roller/999999/").status_code == 404
    assert client.get("/drift/stillinger/999999/").status_code == 404


def test_the_list_is_searched_by_word_place_and_role(told: Told) -> None:
    client = told.client(ADMIN)
    found = client.get("/drift/personer/", {"sok": "SNØUGLE"}).content.decode()
    assert "Randi Snøugle" in found
    assert "Torunn" not in found
    guides = client.get("/drift/personer/", {"rolle": "guide", "sted": "unn-pet"}).content.decode()
    assert "Torunn Havørn" in guides
    assert "Randi" not in guides
    for odd in (
        {"sok": "\x00"},
        {"etter": "x|99999999999999999999"},
        {"sted": "x"},
        {"rolle": "\x00x"},
        {"etter": "|²"},
    ):
        assert client.get("/drift/personer/", odd).status_code in (200, 404)
    assert "Ingen passer" in client.get("/drift/personer/", {"sok": "zzzz"}).content.decode()


def test_the_list_goes_on_from_where_it_ended(told: Told) -> None:
    people = [Person(name=f"Å {n:03}", email=f"p{n}@eksempel.example") for n in range(120)]
    Person.objects.bulk_create(people)
    at = place("unn-pet")
    for person in Person.objects.filter(name__startswith="Å "):
        person.posts.create(organisation_id=at, from_day=told.today)
    client, seen, after = told.client(ADMIN), [], ""
    while True:
        answer = client.get("/drift/personer/", {"etter": after})
        page = answer.context["page"]
        seen += [line.pk for line in page.lines]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == permissions.visible_to(viewer(told, ADMIN)).count()


def test_the_administrator_sees_roles_and_posts_and_nothing_of_training(told: Told) -> None:
    client = told.client(ADMIN)
    page = client.get(f"/drift/personer/{told.people['Nora Fjellrype']}/").content.decode()
    assert "LIS, PET-senteret" in page
    assert "NUK-" not in page
    trainee = told.trainees["Nora Fjellrype"]
    for path in (f"/lis/utdanning/{trainee}/", f"/lis/tjeneste/{trainee}/", f"/lis/maal/{trainee}/"):
        assert client.get(path).status_code in (403, 404), path


def test_a_role_is_given_extended_and_ended_from_the_persons_page(told: Told) -> None:
    client, who = told.client(ADMIN), told.people["Oddvar Fjelltind"]
    give = {
        "role": "research_lead",
        "organisation": f"p{place('unn')}",
        "in_force_from": told.today.isoformat(),
    }
    assert client.post(f"/drift/personer/{who}/rolle/", give).status_code == 302
    row = RoleAssignment.objects.get(person_id=who, role="research_lead")
    event = Event.objects.order_by("-number")[0]
    assert (event.act, event.by_id, event.way) == ("assign_role", told.people[ADMIN], "web")
    again = client.post(f"/drift/personer/{who}/rolle/", give)
    assert again.status_code == 422
    assert "har denne rollen her" in again.content.decode()
    path = f"/drift/roller/{row.pk}/"
    last = told.today + 90 * DAY
    assert client.post(path, {"in_force_to": last.isoformat(), "version": 1}).status_code == 302
    late = client.post(path, {"in_force_to": "", "version": 1, "why": "Forlenget"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "En annen endret dette" in text
    assert 'value="2"' in text
    assert 'value="Forlenget"' in text
    assert client.post(path, {"avslutt": "1", "version": 2}).status_code == 302
    assert not RoleAssignment.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("broken", [{}, {"version": "x"}, {"version": 1, "in_force_to": "i morgen"}])
def test_a_wrong_form_keeps_what_was_typed(told: Told, broken: dict[str, object]) -> None:
    row = role_of(told, "Oddvar Fjelltind")
    answer = told.client(ADMIN).post(f"/drift/roller/{row.pk}/", {**broken, "why": "Bytter avdeling"})
    assert answer.status_code == 422
    assert "Bytter avdeling" in answer.content.decode()


def test_own_roles_and_account_are_kept_by_another(told: Told) -> None:
    client, own = told.client(ADMIN), told.people[ADMIN]
    assert client.get(f"/drift/personer/{own}/").status_code == 200
    for path in ("rett/", "rolle/", "stilling/", "godkjenning/"):
        assert client.get(f"/drift/personer/{own}/{path}").status_code == 403, path
    assert client.post(f"/drift/personer/{own}/konto/", {"steng": "1"}).status_code == 403
    assert client.get(f"/drift/roller/{role_of(told, ADMIN).pk}/").status_code == 403


def test_who_works_at_a_foreign_place_too_keeps_the_account(told: Told) -> None:
    who = told.people["Liv Myrsnipe"]
    actions.add_post(
        by=None, person_id=who, organisation_id=place("helse-nord"), from_day=told.today, now=told.now
    )
    client = told.client(ADMIN)
    assert client.get(f"/drift/personer/{who}/").status_code == 200
    assert client.get(f"/drift/personer/{who}/rett/").status_code == 403
    assert client.post(f"/drift/personer/{who}/konto/", {"steng": "1"}).status_code == 403
    assert not permissions.may_change(viewer(told, ADMIN), who)


def test_an_account_is_closed_and_its_session_is_over_at_once(told: Told) -> None:
    theirs, client = told.client("Henrik Jerv"), told.client(ADMIN)
    assert theirs.get("/veileder/").status_code == 200
    path = f"/drift/personer/{told.people['Henrik Jerv']}/konto/"
    assert client.post(path, {"steng": "1"}).status_code == 302
    assert theirs.get("/veileder/").status_code != 200
    assert "stengt" in client.get(f"/drift/personer/{told.people['Henrik Jerv']}/").content.decode()
    client.post(path, {"steng": "1"})
    client.post(path)
    assert Person.objects.get(pk=told.people["Henrik Jerv"]).is_active


def test_a_new_person_has_a_post_from_the_first_day(told: Told) -> None:
    client = told.client(ADMIN)
    new = {"name": "Frida Teist", "email": "frida.teist@eksempel.example", "organisation": place("unn-pet")}
    wrong = client.post("/drift/personer/ny/", {**new, "hpr_number": "12", "from_day": "2026-11-01"})
    assert wrong.status_code == 422
    assert "7 til 9 sifre" in wrong.content.decode()
    assert client.post("/drift/personer/ny/", {**new, "from_day": "2026-11-01"}).status_code == 302
    assert Person.objects.get(name="Frida Teist").posts.get().organisation_id == place("unn-pet")
    outside = {
        **new,
        "organisation": place("helse-nord"),
        "email": "x@eksempel.example",
        "from_day": "2026-11-01",
    }
    assert client.post("/drift/personer/ny/", outside).status_code == 422


def test_facts_posts_and_approvals_are_kept_on_forms(told: Told) -> None:
    client, who = told.client(ADMIN), told.people["Berit Nordavind"]
    base = f"/drift/personer/{who}/"
    facts = {"name": "Berit Nordavind", "email": "berit@eksempel.example", "hpr_number": "1234567"}
    assert client.post(f"{base}rett/", {**facts, "version": 1}).status_code == 302
    late = client.post(f"{base}rett/", {**facts, "version": 1, "name": "Berit Sørvest"})
    assert late.status_code == 409
    assert "Berit Sørvest" in late.content.decode()
    from_day = (told.today - DAY).isoformat()
    assert (
        client.post(
            f"{base}stilling/", {"organisation": place("unn-rontgen"), "from_day": from_day}
        ).status_code
        == 302
    )
    post = Person.objects.get(pk=who).posts.get(organisation__code="unn-rontgen")
    assert client.post(f"/drift/stillinger/{post.pk}/", {"to_day": from_day}).status_code == 302
    from borealis.curriculum.models import Specialty

    chosen = Specialty.objects.get(code="RAD").pk
    assert (
        client.post(f"{base}godkjenning/", {"specialty": chosen, "approved_on": from_day}).status_code == 302
    )
    assert (
        client.post(f"{base}godkjenning/", {"specialty": chosen, "approved_on": from_day}).status_code == 422
    )


def test_the_head_sees_who_helps_and_whose_days_soon_end(told: Told) -> None:
    page = told.client(HEAD).get("/leder/roller/").content.decode()
    for name in ("Eirik Storlom", "Vigdis Alke", "Gaute Skarv", "Torunn Havørn", "Ylva Steinskvett"):
        assert name in page
    assert page.count("Forleng") == 2, "the stand-in and the delegate for one doctor end within 60 days"


def test_the_head_appoints_with_a_last_day_also_for_one_doctor(told: Told) -> None:
    client, who = told.client(HEAD), told.people["Ylva Steinskvett"]
    new = {"person": who, "role": "delegate", "organisation": f"t{told.trainees['Maja Lomvi']}"}
    new |= {"in_force_from": told.today.isoformat()}
    assert "Skriv siste dag" in client.post("/leder/roller/ny/", new).content.decode()
    new["in_force_to"] = (told.today + 10 * DAY).isoformat()
    assert client.post("/leder/roller/ny/", new).status_code == 302
    row = RoleAssignment.objects.get(person_id=who, role="delegate")
    assert row.trainee_id == told.trainees["Maja Lomvi"]
    path = f"/leder/roller/{row.pk}/"
    assert client.post(path, {"version": 1, "in_force_to": ""}).status_code == 422
    assert client.post(path, {"version": 1, "avslutt": "1"}).status_code == 302


def test_the_head_gives_no_other_roles_and_the_stand_in_none(told: Told) -> None:
    head, stand_in, who = viewer(told, HEAD), viewer(told, "Eirik Storlom"), told.people["Liv Myrsnipe"]
    here = {"person_id": who, "organisation_id": place("unn-pet")}
    assert permissions.may_give(head, "stand_in", **here)
    assert not permissions.may_give(head, "head", **here)
    assert not permissions.may_give(head, "stand_in", person_id=who, organisation_id=place("unn-rontgen"))
    assert not permissions.may_give(
        head, "stand_in", person_id=told.people[HEAD], organisation_id=place("unn-pet")
    )
    assert not permissions.may_give(head, "delegate", person_id=who, trainee_id=999999)
    assert permissions.may_give(head, "delegate", person_id=who, trainee_id=told.trainees["Maja Lomvi"])
    assert not permissions.may_give(stand_in, "stand_in", **here)
    assert not permissions.may_give(NOBODY, "stand_in", **here)
    with pytest.raises(PermissionDenied):
        permissions.check_may_give(stand_in, "stand_in", **here)
    with pytest.raises(Http404):
        permissions.check_may_end(viewer(told, "Torunn Havørn"), role_of(told, "Eirik Storlom").pk)
    assert not permissions.visible_to(NOBODY).exists()
    assert permissions.works_outside(who, frozenset())
    client = told.client(HEAD)
    assert client.get(f"/leder/roller/{role_of(told, 'Oddvar Fjelltind').pk}/").status_code == 403
    wrong = {"person": who, "role": "administrator", "organisation": f"p{place('unn-pet')}"}
    assert client.post("/leder/roller/ny/", {**wrong, "in_force_from": "2026-11-01"}).status_code == 422


def test_the_guides_role_is_not_given_by_who_keeps_persons(told: Told) -> None:
    who = told.people["Liv Myrsnipe"]
    wrong = {"role": "guide", "organisation": f"p{place('unn-pet')}", "in_force_from": "2026-11-01"}
    assert told.client(ADMIN).post(f"/drift/personer/{who}/rolle/", wrong).status_code == 422


def test_a_key_is_shown_once_and_revoked(told: Told) -> None:
    client = told.client(ADMIN)
    assert (
        client.post("/drift/nokler/", {"name": "Entra", "place": place("helse-nord"), "days": 1}).status_code
        == 422
    )
    assert (
        client.post("/drift/nokler/", {"name": "Entra", "place": place("unn"), "days": 9999}).status_code
        == 422
    )
    made = client.post("/drift/nokler/", {"name": "Entra", "place": place("unn"), "days": 30})
    key = FeedKey.objects.get()
    assert "borealis_" in made.content.decode()
    assert "borealis_" not in client.get("/drift/nokler/").content.decode()
    assert told.client(HEAD).post(f"/drift/nokler/{key.pk}/trekk-tilbake/").status_code == 404
    for _again in range(2):
        assert client.post(f"/drift/nokler/{key.pk}/trekk-tilbake/").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert Event.objects.filter(act="revoke_feed_key").count() == 1
    assert client.post("/drift/nokler/999999/trekk-tilbake/").status_code == 404


def test_the_table_of_roles_says_the_same_everywhere(db: None) -> None:
    from borealis.people.words import all_roles
    from scripts.roles import PAGE, page

    shown = Client().get("/roller/").content.decode()
    for role in all_roles():
        assert role.name in shown
        for sentence in role.sentences:
            assert sentence in shown
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_person_is_invited_and_invited_again(told: Told) -> None:
    client, who = told.client(ADMIN), told.people["Liv Myrsnipe"]
    base = f"/drift/personer/{who}/"
    assert "Ikke sendt" in client.get(base).content.decode()
    assert client.post(f"{base}inviter/").status_code == 302
    assert "Inviter på nytt" in client.get(base).content.decode()
    assert Event.objects.filter(act="invite_person").count() == 1
    client.post(f"{base}konto/", {"steng": "1"})
    assert "Åpne den før du inviterer" in client.post(f"{base}inviter/", follow=True).content.decode()

"""The feed by SCIM 2.0: as other systems send it, within the reach of a key, and never beyond."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borealis.audit.models import Event
from borealis.organisations.models import Organisation
from borealis.people import actions
from borealis.people.models import Person, RoleAssignment
from borealis.personnel.actions import make_key, revoke_key
from borealis.personnel.models import FeedKey
from tests.conftest import Told

pytestmark = pytest.mark.django_db
ADMIN = "Amund Fiskeørn"
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
NEW = {"schemas": [CORE], "userName": "frida@eksempel.example", "externalId": "77", "active": True}
NEW |= {"name": {"givenName": "Frida", "familyName": "Teist"}}


class Feed:
    """Another system with a key."""

    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(), secret

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else ""
        more = {"Authorization": f"Bearer {self.secret}", **headers}
        kind = "application/scim+json"
        return self.client.generic(method, f"/scim/v2/{path}", data, content_type=kind, headers=more)

    def patch(self, path: str, *operations: dict[str, Any], **headers: str) -> Any:
        return self.send("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)


def key_for(told: Told, place: str = "unn", days: int = 30) -> Feed:
    body = Organisation.objects.get(code=place)
    _row, secret = make_key(by=told.people[ADMIN], name="Entra", place_id=body.pk, days=days, now=told.now)
    return Feed(secret)


@pytest.fixture
def feed(told: Told) -> Feed:
    cache.clear()
    return key_for(told)


def created(feed: Feed, **more: Any) -> dict[str, Any]:
    answer = feed.send("POST", "Users", {**NEW, **more})
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_the_service_tells_what_it_can(feed: Feed) -> None:
    config = feed.send("GET", "ServiceProviderConfig")
    assert config["Content-Type"] == "application/scim+json"
    assert config.json()["patch"]["supported"] is True
    assert {row["id"] for row in feed.send("GET", "ResourceTypes").json()["Resources"]} == {"User", "Group"}
    assert {CORE, ENTERPRISE} <= {row["id"] for row in feed.send("GET", "Schemas").json()["Resources"]}
    assert feed.send("GET", f"Schemas/{CORE}").json()["name"] == "User"
    assert feed.send("GET", "ResourceTypes/Chair").status_code == 404
    assert feed.send("GET", "Schemas?filter=id%20eq%20%22x%22").status_code == 403
    assert feed.send("DELETE", "Schemas").status_code == 405


def test_nothing_is_told_without_a_key_that_works(told: Told) -> None:
    cache.clear()
    working, old, revoked = key_for(told), key_for(told), key_for(told)
    keys = list(FeedKey.objects.order_by("pk"))
    FeedKey.objects.filter(pk=keys[1].pk).update(expires_at=told.now - dt.timedelta(days=1))
    revoke_key(by=told.people[ADMIN], key_id=keys[2].pk, now=told.now)
    for wrong in (Feed(""), Feed("borealis_x"), old, revoked):
        answer = wrong.send("GET", "Users")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert "Entra" not in answer.content.decode()
    assert working.send("GET", "Users").status_code == 200
    assert FeedKey.objects.get(pk=keys[0].pk).last_used_at is not None
    for _try in range(20):
        Feed("x").send("GET", "Users")
    assert Feed("x").send("GET", "Users").status_code == 429
    cache.clear()


def test_a_key_reaches_no_more_than_its_maker_does_today(told: Told, feed: Feed) -> None:
    row = RoleAssignment.objects.get(person_id=told.people[ADMIN])
    actions.end_role(by=None, assignment_id=row.pk, version=1, now=told.now)
    assert feed.send("GET", "Users").status_code == 401


def test_a_person_is_made_read_changed_and_closed(told: Told, feed: Feed) -> None:
    user = created(feed, **{ENTERPRISE: {"department": "unn-pet"}})
    frida = Person.objects.get(pk=user["id"])
    assert (frida.name, frida.email, frida.personnel_number) == (
        "Frida Teist",
        "frida@eksempel.example",
        "77",
    )
    assert frida.posts.get().organisation.code == "unn-pet"
    event = Event.objects.filter(act="add_person").order_by("-number")[0]
    assert (event.way, event.by_id, event.about_id) == ("scim", told.people[ADMIN], frida.pk)
    read = feed.send("GET", f"Users/{frida.pk}")
    assert read.json() == user
    assert feed.send("GET", f"Users/{frida.pk}", **{"If-None-Match": read["ETag"]}).status_code == 304
    put = {**NEW, "displayName": "Frida Alke", "name": {"formatted": "Frida Alke"}}
    late = feed.send("PUT", f"Users/{frida.pk}", put, **{"If-Match": 'W/"old"'})
    assert (late.status_code, late.json()["status"]) == (412, "412")
    assert (
        feed.send("PUT", f"Users/{frida.pk}", put, **{"If-Match": read["ETag"]}).json()["displayName"]
        == "Frida Alke"
    )
    for _again in range(2):
        assert feed.send("DELETE", f"Users/{frida.pk}").status_code == 204
    frida.refresh_from_db()
    assert not frida.is_active
    assert feed.send("GET", f"Users/{frida.pk}").json()["active"] is False
    assert Event.objects.filter(act="deactivate_person", about=frida).count() == 1


def test_without_a_department_the_post_is_at_the_place_of_the_key(feed: Feed) -> None:
    user = created(feed, active=False)
    frida = Person.objects.get(pk=user["id"])
    assert frida.posts.get().organisation.code == "unn"
    assert not frida.is_active


@pytest.mark.parametrize(
    ("operation", "field", "value"),
    [
        ({"op": "Replace", "path": "active", "value": "False"}, "is_active", False),
        ({"op": "replace", "value": {"active": False}}, "is_active", False),
        (
            {"op": "Add", "path": 'emails[type eq "work"].value', "value": "f@eksempel.example"},
            "email",
            "f@eksempel.example",
        ),
        ({"op": "replace", "path": "userName", "value": "g@eksempel.example"}, "email", "g@eksempel.example"),
        ({"op": "Replace", "path": "name.familyName", "value": "Lunde"}, "name", "Frida Lunde"),
        ({"op": "Replace", "value": {"name.givenName": "Freia"}}, "name", "Freia Teist"),
        ({"op": "Replace", "path": "displayName", "value": "Frida T."}, "name", "Frida T."),
        ({"op": "Add", "path": "externalId", "value": "78"}, "personnel_number", "78"),
        ({"op": "Add", "path": f"{ENTERPRISE}:employeeNumber", "value": "79"}, "personnel_number", "79"),
        ({"op": "Add", "path": "nickName", "value": "Frida"}, "name", "Frida Teist"),
        ({"op": "Add", "path": "favouriteColour", "value": "blue"}, "name", "Frida Teist"),
    ],
)
def test_a_patch_does_what_entra_means(feed: Feed, operation: dict[str, Any], field: str, value: Any) -> None:
    user = created(feed)
    answer = feed.patch(f"Users/{user['id']}", operation)
    assert answer.status_code == 200, answer.content
    assert getattr(Person.objects.get(pk=user["id"]), field) == value


def test_a_department_moves_the_post(feed: Feed) -> None:
    user = created(feed, **{ENTERPRISE: {"department": "unn-pet"}})
    path = f"Users/{user['id']}"
    assert (
        feed.patch(
            path, {"op": "Replace", "path": f"{ENTERPRISE}:department", "value": "unn-rontgen"}
        ).status_code
        == 200
    )
    posts = Person.objects.get(pk=user["id"]).posts
    assert posts.get().organisation.code == "unn-rontgen", "a post that began today is replaced"
    posts.update(from_day=dt.date(2026, 1, 1))
    assert (
        feed.patch(
            path, {"op": "Replace", "path": f"{ENTERPRISE}:department", "value": "unn-pet"}
        ).status_code
        == 200
    )
    assert posts.count() == 2
    for foreign in ("helse-nord", "nowhere", "\x00"):
        wrong = feed.patch(path, {"op": "Replace", "path": f"{ENTERPRISE}:department", "value": foreign})
        assert (wrong.status_code, wrong.json()["scimType"]) == (400, "invalidValue"), foreign


def test_lists_are_filtered_and_paged(told: Told, feed: Feed) -> None:
    created(feed)
    for asked in (
        'userName eq "FRIDA@eksempel.example"',
        'externalId eq "77"',
        'emails.value eq "frida@eksempel.example" and active eq true',
        'emails[type eq "work"].value eq "frida@eksempel.example"',
    ):
        found = feed.client.get(
            "/scim/v2/Users", {"filter": asked}, headers={"Authorization": f"Bearer {feed.secret}"}
        )
        assert found.json()["totalResults"] == 1, asked
    page = feed.send("GET", "Users?startIndex=2&count=3").json()
    assert (page["startIndex"], page["itemsPerPage"]) == (2, 3)
    everyone = feed.send("GET", "Users?count=0").json()
    assert (everyone["itemsPerPage"], everyone["totalResults"]) == (0, page["totalResults"])
    assert feed.send("GET", "Users?count=x").status_code == 400
    assert feed.send("GET", "Users?attributes=userName").json()["Resources"][0].get("name") is None
    for wrong in (
        "userName",
        'userName co "x"',
        'password eq "x"',
        'userName eq "x" or active eq true',
        'userName eq "\\q"',
    ):
        answer = feed.client.get(
            "/scim/v2/Users", {"filter": wrong}, headers={"Authorization": f"Bearer {feed.secret}"}
        )
        assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter"), wrong
    assert feed.send("GET", "Users?filter=id%20eq%20%22x%22").json()["totalResults"] == 0


def test_who_is_outside_the_reach_is_not_there(told: Told, feed: Feed) -> None:
    outside = told.people["Tora Kvitbjørn"]
    for method in ("GET", "DELETE"):
        assert feed.send(method, f"Users/{outside}").status_code == 404
    assert feed.send("PUT", f"Users/{outside}", NEW).status_code == 404
    assert (
        feed.patch(f"Users/{outside}", {"op": "replace", "path": "active", "value": False}).status_code == 404
    )
    assert feed.send("GET", "Groups/head@helse-nord").status_code == 404
    add = {"op": "add", "path": "members", "value": [{"value": str(outside)}]}
    assert feed.patch("Groups/head@unn-pet", add).status_code == 404
    taken = feed.send("POST", "Users", {**NEW, "userName": "tora.kvitbjorn@eksempel.example"})
    assert (taken.status_code, taken.json()["scimType"]) == (409, "uniqueness")


def test_who_works_outside_too_keeps_the_account(told: Told, feed: Feed) -> None:
    who, nord = told.people["Liv Myrsnipe"], Organisation.objects.get(code="helse-nord")
    actions.add_post(by=None, person_id=who, organisation_id=nord.pk, from_day=told.today, now=told.now)
    assert feed.send("DELETE", f"Users/{who}").status_code == 403
    assert feed.patch(f"Users/{who}", {"op": "replace", "path": "active", "value": False}).status_code == 403
    assert Person.objects.get(pk=who).is_active


def test_members_of_a_group_hold_the_role_from_today(told: Told, feed: Feed) -> None:
    who, path = str(told.people["Liv Myrsnipe"]), "Groups/training_lead@unn-pet"
    before = feed.send("GET", path).json()
    assert [member["display"] for member in before["members"]] == ["Oddvar Fjelltind"]
    assert "members" not in feed.send("GET", f"{path}?excludedAttributes=members").json()
    added = feed.patch(path, {"op": "Add", "path": "members", "value": [{"value": who}]})
    assert {member["value"] for member in added.json()["members"]} == {
        who,
        str(told.people["Oddvar Fjelltind"]),
    }
    row = RoleAssignment.objects.get(person_id=who, role="training_lead")
    assert row.in_force_from == told.today
    assert Event.objects.order_by("-number")[0].way == "scim"
    assert feed.patch(path, {"op": "Remove", "path": f'members[value eq "{who}"]'}).status_code == 200
    assert not RoleAssignment.objects.filter(pk=row.pk).exists()
    feed.patch(path, {"op": "Add", "path": "members", "value": [{"value": who}]})
    feed.patch(path, {"op": "Remove", "path": "members", "value": [{"value": who}]})
    assert not RoleAssignment.objects.filter(person_id=who, role="training_lead").exists()
    put = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "x", "members": []}
    assert feed.send("PUT", path, put).status_code == 200
    assert RoleAssignment.objects.get(person_id=told.people["Oddvar Fjelltind"]).in_force_to is not None


def test_a_feed_gives_no_power_that_its_maker_could_not_and_never_the_highest(told: Told, feed: Feed) -> None:
    groups = {row["id"] for row in feed.send("GET", "Groups?count=200").json()["Resources"]}
    assert "head@unn-pet" in groups
    roles = {group.partition("@")[0] for group in groups}
    assert not roles & {"administrator", "auditor", "guide", "supervisor", "stand_in", "delegate"}
    own = {"op": "add", "path": "members", "value": [{"value": str(told.people[ADMIN])}]}
    assert feed.patch("Groups/head@unn-pet", own).status_code == 403
    assert feed.send("GET", "Groups/administrator@unn-pet").status_code == 404
    assert feed.send("POST", "Groups", {"displayName": "x"}).status_code == 409
    assert feed.send("DELETE", "Groups/head@unn-pet").status_code == 403
    found = feed.send("GET", "Groups?filter=displayName%20eq%20%22head@unn-pet%22").json()
    assert found["totalResults"] == 1
    late = feed.patch("Groups/head@unn-pet", own, **{"If-Match": 'W/"x"'})
    assert late.status_code == 412


def test_the_makers_own_account_is_not_closed_by_the_key(told: Told, feed: Feed) -> None:
    assert feed.send("DELETE", f"Users/{told.people[ADMIN]}").status_code == 400
    assert Person.objects.get(pk=told.people[ADMIN]).is_active


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"a":' * 100_000,
        json.dumps({"schemas": [CORE]}),
        json.dumps({**NEW, "active": "perhaps"}),
        json.dumps({**NEW, "userName": "no address"}),
        json.dumps({**NEW, "name": {"formatted": "a\x00b"}}),
        json.dumps({**NEW, "displayName": "\ud800"}),
        json.dumps({**NEW, "externalId": "x" * 100}),
        json.dumps({**NEW, "externalId": "\x00"}),
        json.dumps({**NEW, "emails": "x"}),
        b" " * (1024 * 1024 + 1),
    ],
)
def test_a_broken_request_is_answered_in_scims_form(feed: Feed, body: Any) -> None:
    answer = feed.send("POST", "Users", body)
    assert answer.status_code == 400
    assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert not Person.objects.filter(personnel_number="77").exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    op=st.sampled_from(["add", "Replace", "remove", "x"]),
    path=st.text(max_size=12) | st.sampled_from(["active", "name", "emails", "members"]),
    value=JSON,
)
def test_any_patch_is_answered(told: Told, feed: Feed, op: str, path: str, value: Any) -> None:
    who = told.people["Liv Myrsnipe"]
    for where in (f"Users/{who}", "Groups/head@unn-pet"):
        answer: HttpResponse = feed.patch(where, {"op": op, "path": path, "value": value})
        assert answer.status_code < 500

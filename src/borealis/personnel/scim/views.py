"""The addresses of the feed: each answer in SCIM's form, each write in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError as WrongResource
from scim2_models import (
    ConflictException,
    Context,
    Error,
    ForbiddenException,
    Group,
    InvalidSyntaxException,
    InvalidValueException,
    ListResponse,
    NotFoundException,
    PatchOp,
    PreconditionFailedException,
    ResponseParameters,
    SCIMException,
    ScimPolicy,
)

from borealis.audit.context import acting_as
from borealis.people.actions import ChangedMeanwhile, deactivate_person
from borealis.people.directory import Person
from borealis.personnel.permissions import works_outside
from borealis.personnel.scim import discovery, groups, users
from borealis.personnel.scim.filters import terms
from borealis.personnel.scim.reach import Feed, feed_of

MEDIA_TYPE = "application/scim+json"
LARGEST, PAGE, MOST = 1024 * 1024, 100, 200
# What Entra ID sends beside the letter of the standard.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
Answering = Callable[..., HttpResponse]


def answer(body: Any, status: int = 200, **headers: str) -> HttpResponse:
    """JSON in SCIM's media type, never kept by anybody on the way."""
    text = "" if body is None else json.dumps(body, ensure_ascii=False, default=str)
    kept = {"Cache-Control": "no-store", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=kept)


def refusal(status: int, detail: str, scim_type: str | None = None) -> HttpResponse:
    """An error in SCIM's form (RFC 7644 § 3.12)."""
    more = {"WWW_Authenticate": "Bearer"} if status == 401 else {"Retry_After": "60"} if status == 429 else {}
    return answer(Error(status=status, scim_type=scim_type, detail=detail).model_dump(), status, **more)


def scim(*methods: str) -> Callable[[Answering], Answering]:
    """A view for who comes with a key: one transaction, and every refusal in SCIM's form."""

    def decorated(view: Answering) -> Answering:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            with translation.override("en"), POLICY:
                try:
                    feed = feed_of(request, timezone.now())
                    if request.method not in methods:
                        return refusal(405, "This method is not for this address")
                    with acting_as(place_id=feed.place_id, way="scim"), transaction.atomic():
                        return view(request, feed, *arguments, **named)
                except Exception as error:
                    return _refused(error)

        return answered

    return decorated


def _refused(error: Exception) -> HttpResponse:
    """What went wrong, in SCIM's form; what nobody foresaw goes on to the page for that."""
    if isinstance(error, SCIMException):
        return refusal(error.status, error.detail, error.scim_type or None)
    if isinstance(error, WrongResource):
        first = Error.from_validation_errors(error)[0]
        return answer(first.model_dump(), int(first.status or 400))
    if isinstance(error, ValidationError):
        return refusal(400, " ".join(error.messages), "invalidValue")
    if isinstance(error, Http404):
        return refusal(404, "There is no such resource")
    if isinstance(error, PermissionDenied):
        return refusal(403, "The key may not do this")
    if isinstance(error, ChangedMeanwhile):
        return refusal(412, "The resource was changed meanwhile")
    raise error


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST:
        raise InvalidSyntaxException(detail="The request is larger than 1 MiB")
    try:
        body = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise InvalidSyntaxException(detail="The request is not JSON") from None
    if not isinstance(body, dict):
        raise InvalidSyntaxException(detail="The request is not a JSON object")
    return body


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/scim/v2")


def _window(request: HttpRequest) -> tuple[int, int]:
    """startIndex (from 1) and count; below their least they are the least (RFC 7644 § 3.4.2.4)."""
    try:
        start, count = int(request.GET.get("startIndex", 1)), int(request.GET.get("count", PAGE))
    except ValueError:
        raise InvalidValueException(detail="startIndex and count are whole numbers") from None
    return min(max(start, 1), 10**9), min(max(count, 0), MOST)


def _shown(request: HttpRequest, resource: Any) -> dict[str, Any]:
    """A resource as the request wants it: all, some, or all but some attributes (RFC 7644 § 3.9)."""
    names = ("attributes", "excludedAttributes")
    asked: ResponseParameters[Any] = ResponseParameters.model_validate(
        {n: request.GET[n] for n in names if request.GET.get(n)}
    )
    dumped: dict[str, Any] = resource.model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=asked
    )
    return dumped


def _one(request: HttpRequest, resource: Any, status: int = 200) -> HttpResponse:
    tag, place = resource.meta.version, resource.meta.location
    if request.method == "GET" and tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    more = {"Location": place} if status == 201 else {}
    return answer(_shown(request, resource), status, ETag=tag, **more)


def _list(request: HttpRequest, total: int, start: int, resources: list[Any]) -> HttpResponse:
    body = {
        "schemas": [str(ListResponse.__schema__)],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": [_shown(request, resource) for resource in resources],
    }
    return answer(body)


def _check_version(request: HttpRequest, resource: Any) -> None:
    """Who says which version is meant, is refused when it is another (RFC 7644 § 3.14)."""
    asked = request.headers.get("If-Match", "")
    if asked and asked != "*" and resource.meta.version not in asked:
        raise PreconditionFailedException(detail="The resource has another version now")


@scim("GET", "POST")
def user_list(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Persons within reach, or a new one."""
    now = timezone.now()
    if request.method == "POST":
        user = users.SCIMUser.model_validate(_body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
        return _one(request, _user(request, feed, users.create(user, feed, now)), 201)
    found = feed.persons()
    if text := request.GET.get("filter", ""):
        for name, value in terms(text, users.FILTERED).items():
            if name == "pk" and not (isinstance(value, str) and value.isdecimal() and len(value) < 19):
                found = found.none()
            else:
                found = found.filter(**{name: value})
    start, count = _window(request)
    rows = list(found.order_by("pk")[start - 1 : start - 1 + count])
    posts = users.open_posts(feed, [row.pk for row in rows], timezone.localdate(now))
    shown = [users.as_user(row, posts.get(row.pk), _base(request)) for row in rows]
    return _list(request, found.count(), start, shown)


def _user(request: HttpRequest, feed: Feed, person: Person) -> Any:
    person.refresh_from_db()
    post = users.open_posts(feed, [person.pk], timezone.localdate()).get(person.pk)
    return users.as_user(person, post, _base(request))


@scim("GET", "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, feed: Feed, key: int) -> HttpResponse:
    """One person: read, brought to what is said, or closed. Persons are never deleted."""
    found = feed.persons().filter(pk=key)
    person = (found if request.method == "GET" else found.select_for_update(of=("self",))).first()
    if person is None:
        raise NotFoundException(detail="There is no such resource")
    before = _user(request, feed, person)
    if request.method == "GET":
        return _one(request, before)
    _check_version(request, before)
    now = timezone.now()
    if request.method == "DELETE":
        _close(person, feed, now)
        return answer(None, 204)
    users.change(person, before, _wanted(request, before, users.SCIMUser), feed, now)
    return _one(request, _user(request, feed, person))


def _close(person: Person, feed: Feed, now: Any) -> None:
    if works_outside(person.pk, feed.places):
        raise ForbiddenException(detail="The person works outside the reach of the key")
    if person.is_active:
        deactivate_person(by=feed.by, person_id=person.pk, now=now)


def _wanted(request: HttpRequest, before: Any, kind: Any) -> Any:
    """The resource as PUT says it, or as PATCH leaves it."""
    body = _body(request)
    if request.method == "PUT":
        after = kind.model_validate(body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        after.replace(before)
        return after
    after = before.model_copy(deep=True)
    PatchOp[kind].model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(after)
    return after


@scim("GET", "POST")
def group_list(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Every role at every place that the key gives. They follow from the tables: none is made here."""
    if request.method == "POST":
        raise ConflictException(
            detail="Groups are roles at places: use one that exists, such as head@unn-pet"
        )
    names = sorted(groups.reached(feed))
    if text := request.GET.get("filter", ""):
        asked = terms(text, groups.FILTERED)["name"]
        names = [name for name in names if name == asked]
    start, count = _window(request)
    page = names[start - 1 : start - 1 + count]
    shown = groups.as_groups(feed, page, _base(request), timezone.localdate())
    return _list(request, len(names), start, shown)


@scim("GET", "PUT", "PATCH", "DELETE")
def group(request: HttpRequest, feed: Feed, name: str) -> HttpResponse:
    """One role at one place: read, or its members changed."""
    place = groups.check_reached(feed, name)

    def stored() -> Any:
        return groups.as_groups(feed, [name], _base(request), timezone.localdate())[0]

    before = stored()
    if request.method == "GET":
        return _one(request, before)
    if request.method == "DELETE":
        raise ForbiddenException(detail="A role at a place cannot be deleted; remove its members")
    _check_version(request, before)
    after = _wanted(request, before, Group)
    groups.change(place, groups.members_of(before), groups.members_of(after), feed, timezone.now())
    return _one(request, stored())


@scim("GET")
def config(request: HttpRequest, feed: Feed) -> HttpResponse:
    """What this service can do."""
    return answer(discovery.config(_base(request)))


@scim("GET")
def resource_types(request: HttpRequest, feed: Feed, name: str = "") -> HttpResponse:
    """The kinds of resource."""
    return _described(request, discovery.resource_types(_base(request)), name)


@scim("GET")
def schemas(request: HttpRequest, feed: Feed, name: str = "") -> HttpResponse:
    """What each kind of resource holds."""
    return _described(request, discovery.schemas(_base(request)), name)


def _described(request: HttpRequest, rows: list[dict[str, Any]], name: str) -> HttpResponse:
    if request.GET.get("filter"):
        raise ForbiddenException(detail="Descriptions are not filtered")
    if not name:
        page = {"totalResults": len(rows), "startIndex": 1, "itemsPerPage": len(rows), "Resources": rows}
        return answer({"schemas": [str(ListResponse.__schema__)], **page})
    found = next((row for row in rows if row["id"] == name), None)
    if found is None:
        raise NotFoundException(detail="There is no such resource")
    return answer(found)

"""Who keeps whom, who gives and ends which role where, and who runs the feeds: as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from borealis.organisations.models import Organisation
from borealis.people.models import Person, Post, RoleAssignment
from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.people.rules import ROLES, Role
from borealis.people.rules.roles import PLACES
from borealis.personnel import permissions
from borealis.trainees.models import Trainee
from tests.conftest import Told

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Bodies = dict[str, int]


@pytest.fixture
def bodies() -> Bodies:
    """A trust with a hospital and two departments, and a department of another trust."""
    found: Bodies = {}
    for code, kind, above in (
        ("trust", "trust", ""),
        ("hospital", "hospital", "trust"),
        ("heart", "department", "hospital"),
        ("lung", "department", "hospital"),
        ("foreign", "department", ""),
    ):
        made = Organisation.objects.create(
            code=f"x-{code}", kind=kind, name_nb=code, parent_id=found.get(above)
        )
        found[code] = made.pk
    return found


def person(name: str = "Kari Prøve") -> int:
    return Person.objects.create(name=name, email=f"{name.lower().replace(' ', '.')}@eksempel.example").pk


def holding(role: str, place: int, *, by: int | None = None) -> Viewer:
    """A viewer with this one role, held there."""
    return Viewer(
        person("Viggo Ser") if by is None else by, "Viggo Ser", "VS", "nb", (HeldRole(role, place, ""),)
    )


def employed(who: int, place: int, first: int, last: int | None) -> None:
    """A post from so many days after today through so many."""
    today = timezone.localdate()
    Post.objects.create(
        person_id=who,
        organisation_id=place,
        from_day=today + first * DAY,
        to_day=None if last is None else today + last * DAY,
    )


def assigned(who: int, place: int, first: int, last: int | None, role: str = "guide") -> RoleAssignment:
    today = timezone.localdate()
    return RoleAssignment.objects.create(
        person_id=who,
        role=role,
        organisation_id=place,
        in_force_from=today + first * DAY,
        in_force_to=None if last is None else today + last * DAY,
    )


ALL_OF_IT = {"trust", "hospital", "heart", "lung"}


@pytest.mark.parametrize(
    ("role", "held_at", "kept", "led"),
    [
        ("administrator", "trust", ALL_OF_IT, set()),
        ("administrator", "heart", {"heart"}, set()),
        ("head", "hospital", set(), {"hospital", "heart", "lung"}),
        ("head", "heart", set(), {"heart"}),
        ("stand_in", "heart", set(), set()),
        ("training_lead", "heart", set(), set()),
        ("auditor", "trust", set(), set()),
    ],
)
def test_persons_are_kept_and_appointed_at_the_place_of_the_role_and_below(
    bodies: Bodies, role: str, held_at: str, kept: set[str], led: set[str]
) -> None:
    viewer = holding(role, bodies[held_at])
    for wanted, places, check in (
        (kept, permissions.kept_places, permissions.check_may_manage),
        (led, permissions.led_places, permissions.check_may_appoint),
    ):
        expected = {bodies[name] for name in wanted}
        assert places(viewer) == expected
        if expected:
            assert check(viewer) == expected
        else:
            with pytest.raises(Http404):
                check(viewer)


@pytest.mark.parametrize(
    ("place", "first", "last", "seen"),
    [
        ("heart", -900, -800, True),  # worked here once
        ("heart", -900, None, True),
        ("heart", 30, None, True),  # begins next month
        ("foreign", -900, None, False),
    ],
)
@pytest.mark.parametrize("belongs", [employed, assigned])
def test_a_person_is_seen_by_who_keeps_a_place_of_a_role_or_a_post_whenever_it_is(
    bodies: Bodies, belongs: Callable[..., object], place: str, first: int, last: int | None, seen: bool
) -> None:
    who, keeper = person(), holding("administrator", bodies["hospital"])
    belongs(who, bodies[place], first, last)
    assert list(permissions.visible_to(keeper).values_list("pk", flat=True)) == ([who] if seen else [])
    if seen:
        assert permissions.check_may_see(keeper, who).pk == who
    else:
        with pytest.raises(Http404):
            permissions.check_may_see(keeper, who)
        with pytest.raises(Http404):
            permissions.check_may_change(keeper, who)
    assert not permissions.visible_to(holding("head", bodies["trust"], by=0)).exists()


def test_at_no_places_there_is_nobody(bodies: Bodies) -> None:
    employed(person(), bodies["heart"], 0, None)
    assert not permissions.in_places(()).exists()
    assert permissions.in_places(iter([bodies["heart"]])).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "outside"),
    [
        (-900, -1, False),  # ended yesterday
        (-900, 0, True),  # the last day is today
        (-900, None, True),
        (1, None, True),  # begins tomorrow
    ],
)
@pytest.mark.parametrize("belongs", [employed, assigned])
def test_an_account_with_a_role_or_a_post_at_a_foreign_place_is_not_changed(
    bodies: Bodies, belongs: Callable[..., object], first: int, last: int | None, outside: bool
) -> None:
    who, keeper = person(), holding("administrator", bodies["trust"])
    employed(who, bodies["heart"], -900, None)
    assigned(who, bodies["lung"], -900, None)
    assert permissions.check_may_change(keeper, who).pk == who
    belongs(who, bodies["foreign"], first, last)
    assert permissions.works_outside(who, permissions.kept_places(keeper)) is outside
    assert permissions.may_change(keeper, who) is not outside
    if outside:
        with pytest.raises(PermissionDenied):
            permissions.check_may_change(keeper, who)


def test_every_place_is_foreign_to_who_keeps_none(bodies: Bodies) -> None:
    doctor, guide, gone = person("Ola Post"), person("Gro Rolle"), person("Per Borte")
    employed(doctor, bodies["heart"], -1, None)
    assigned(guide, bodies["heart"], -1, None)
    employed(gone, bodies["heart"], -9, -1)
    assert [permissions.works_outside(who, frozenset()) for who in (doctor, guide, gone)] == [
        True,
        True,
        False,
    ]


def test_the_own_account_and_an_unseen_one_are_not_changed(bodies: Bodies) -> None:
    who = person()
    keeper = holding("administrator", bodies["trust"], by=who)
    employed(who, bodies["heart"], -9, None)
    assert permissions.check_may_see(keeper, who).pk == who
    assert permissions.may_change(keeper, who) is False
    with pytest.raises(PermissionDenied):
        permissions.check_may_change(keeper, who)
    assert permissions.may_change(keeper, person("Ada Ukjent")) is False


def test_powers_come_from_every_role_held_there_or_above(bodies: Bodies) -> None:
    viewer = Viewer(
        1,
        "",
        "",
        "nb",
        (
            HeldRole("auditor", bodies["trust"], ""),
            HeldRole("guide", bodies["heart"], ""),
            HeldRole("training_coordinator", bodies["heart"], ""),
            HeldRole("research_lead", bodies["lung"], ""),
            HeldRole("delegate", None, "", trainee_id=7),
        ),
    )
    here = {"read_record", "see_department", "see_capacity", "keep_roster", "keep_calls", "edit_courses"}
    assert permissions.powers_at(viewer, bodies["heart"]) == here
    assert permissions.powers_at(viewer, bodies["hospital"]) == {"read_record"}
    assert permissions.powers_at(viewer, bodies["foreign"]) == set()


@pytest.mark.parametrize(
    ("giver", "held_at", "role", "at", "given"),
    [
        ("head", "heart", "guide", "heart", True),
        ("head", "heart", "stand_in", "heart", True),
        ("head", "hospital", "guide", "heart", True),  # held above
        ("head", "heart", "guide", "hospital", False),  # held below
        ("head", "heart", "guide", "lung", False),
        ("head", "heart", "head", "heart", False),
        ("administrator", "trust", "head", "heart", True),
        ("administrator", "trust", "guide", "heart", False),
        ("administrator", "trust", "head", "foreign", False),
        ("stand_in", "heart", "guide", "heart", False),
    ],
)
def test_a_role_is_given_changed_and_ended_by_who_holds_its_power_there_or_above(
    bodies: Bodies, giver: str, held_at: str, role: str, at: str, given: bool
) -> None:
    viewer, who = holding(giver, bodies[held_at]), person()
    row, there = assigned(who, bodies[at], 0, None, role), {"person_id": who, "organisation_id": bodies[at]}
    assert permissions.may_give(viewer, role, **there) is given
    assert permissions.may_end(viewer, row) is given
    if given:
        permissions.check_may_give(viewer, role, **there)
        assert permissions.check_may_end(viewer, row.pk) == row
    else:
        with pytest.raises(PermissionDenied):
            permissions.check_may_give(viewer, role, **there)
        with pytest.raises((PermissionDenied, Http404)):
            permissions.check_may_end(viewer, row.pk)


def test_nobody_gives_own_roles_or_a_role_at_no_place(bodies: Bodies) -> None:
    head, who, here = holding("head", bodies["heart"]), person(), bodies["heart"]
    assert head.person_id is not None
    assert permissions.may_give(head, "guide", person_id=who, organisation_id=here)
    assert permissions.may_give(head, "guide", person_id=head.person_id, organisation_id=here) is False
    assert permissions.may_give(head, "guide", person_id=who) is False
    own = assigned(head.person_id, here, 0, None, "guide")
    assert permissions.may_end(head, own) is False
    with pytest.raises(PermissionDenied):
        permissions.check_may_end(head, own.pk)
    signed_out = Viewer(None, "", "", "nb", head.roles)
    for viewer in (signed_out, NOBODY):
        assert permissions.may_give(viewer, "guide", person_id=who, organisation_id=here) is False


@pytest.mark.parametrize(
    ("role", "held_at", "refusal"),
    [
        ("administrator", "trust", PermissionDenied),  # keeps the place, and sees the role there
        ("head", "lung", Http404),
        ("training_lead", "heart", Http404),
    ],
)
def test_a_role_that_is_seen_is_refused_and_one_that_is_not_is_not_there(
    bodies: Bodies, role: str, held_at: str, refusal: type[Exception]
) -> None:
    viewer, row = holding(role, bodies[held_at]), assigned(person(), bodies["heart"], 0, None, "guide")
    with pytest.raises(refusal):
        permissions.check_may_end(viewer, row.pk)
    with pytest.raises(Http404):
        permissions.check_may_end(viewer, row.pk + 1)


def test_a_role_for_one_doctor_is_at_the_department_of_the_training(told: Told) -> None:
    doctor = told.trainees["Maja Lomvi"]
    department = Trainee.objects.get(pk=doctor).programme.department_id
    other = Organisation.objects.create(code="x-other", kind="department", name_nb="Annet").pk
    who = person()
    row = RoleAssignment.objects.create(
        person_id=who, role="delegate", trainee_id=doctor, in_force_from=told.today
    )
    here, there = holding("head", department), holding("head", other, by=0)
    assert permissions.place_of_trainee(doctor) == department
    assert permissions.place_of_trainee(10**9) is None
    for viewer, may in ((here, True), (there, False)):
        assert permissions.may_give(viewer, "delegate", person_id=who, trainee_id=doctor) is may
        assert permissions.may_end(viewer, row) is may
    assert not permissions.may_give(
        here, "delegate", person_id=who, organisation_id=department, trainee_id=10**9
    )
    assert permissions.check_may_end(here, row.pk) == row
    with pytest.raises(Http404):
        permissions.check_may_end(there, row.pk)
    with pytest.raises(PermissionDenied):
        permissions.check_may_end(holding("administrator", department, by=0), row.pk)
    assert not permissions.works_outside(who, frozenset({other})), "a role for one doctor is at no place"


def test_feeds_are_run_where_both_powers_are_held(bodies: Bodies, monkeypatch: pytest.MonkeyPatch) -> None:
    for power in ("run_system", "manage_people"):
        alone = Role(power, "drift", frozenset({power}), PLACES, "manage_people")
        monkeypatch.setitem(ROLES, power, alone)
    roles = (HeldRole("run_system", bodies["heart"], ""), HeldRole("manage_people", bodies["trust"], ""))
    assert permissions.check_may_run(Viewer(1, "", "", "nb", roles)) == {bodies["heart"]}
    administrator = holding("administrator", bodies["hospital"])
    assert permissions.check_may_run(administrator) == {
        bodies[name] for name in ("hospital", "heart", "lung")
    }
    for role in ("run_system", "manage_people", "head"):
        with pytest.raises(Http404):
            permissions.check_may_run(holding(role, bodies["trust"], by=0))

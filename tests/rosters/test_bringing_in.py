"""A roster is previewed, applied exactly as previewed, compared with what stands, and taken back as a whole."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.core.exceptions import ValidationError

from borealis.audit.models import Event
from borealis.people.models import Person
from borealis.rosters import actions
from borealis.rosters.models import Duty, PersonMatch, RosterImport, RosterMapping
from borealis.rosters.queries.imports import latest_mapping, names_of
from borealis.rosters.rules.codes import DutyCode
from borealis.rosters.rules.mapping import mapping_from
from tests.conftest import Told
from tests.rosters import files
from tests.rosters.conftest import BringIn, lines, preview, unn_pet

pytestmark = pytest.mark.django_db
NORA, JONAS, RANDI = "Nora Fjellrype", "Jonas Polarrev", "Randi Snøugle"


def rows() -> set[tuple[object, ...]]:
    return set(
        Duty.objects.values_list("person__name", "who", "day", "start_at", "end_at", "code", "source_id")
    )


def keep(told: Told, data: bytes, minutes: int = 0) -> RosterImport:
    now = told.now + dt.timedelta(minutes=minutes)
    return actions.keep_preview(
        by=told.people[RANDI], department_id=unn_pet(), data=data, file_name="p.csv", now=now
    )


def apply(told: Told, stored: RosterImport, digest: str = "", **more: bool) -> RosterImport:
    digest = digest or preview(stored, told).digest
    return actions.apply_roster(
        by=told.people[RANDI], import_id=stored.pk, digest=digest, now=told.now, **more
    )


def test_a_preview_changes_nothing_and_applying_does_exactly_it(empty: Told) -> None:
    stored = keep(empty, lines(f"{NORA};1.3.2027;D;08:00;15:30", f"{RANDI};1.3.2027;N;20:00;08:00"))
    seen = preview(stored, empty)
    assert not Duty.objects.exists()
    assert len(seen.difference.added) == 2
    done = apply(empty, stored, seen.digest)
    assert done.state == "applied"
    assert {(d.name, d.code, d.meaning) for d in Duty.objects.all()} == {
        (NORA, "D", "on_site"),
        (RANDI, "N", "night"),
    }
    assert (done.first_day, bytes(done.data)) == (dt.date(2027, 3, 1), b"")
    assert done.counts == {"added": 2, "removed": 0, "people": 2, "errors": 0}


def test_what_has_changed_since_the_preview_is_not_applied(empty: Told, bring_in: BringIn) -> None:
    stored = keep(empty, lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    digest = preview(stored, empty).digest
    bring_in(lines(f"{NORA};1.3.2027;L;08:00;18:00"), minutes=1)
    before = rows()
    with pytest.raises(actions.OtherPreview):
        apply(empty, stored, digest)
    assert rows() == before


def test_a_changed_roster_shows_the_difference_by_person_and_applies_it_alone(
    empty: Told, bring_in: BringIn
) -> None:
    cells = files.plan(28, 2)
    first = bring_in(files.list_file(cells))
    kept = set(Duty.objects.values_list("pk", flat=True))
    moved = [(p, day, "L" if (p, day.day) == (1, 29) and code == "D" else code) for p, day, code in cells]
    moved[0] = (moved[0][0], moved[0][1], "F")
    number = sum(a != b for a, b in zip(cells, moved, strict=True))
    stored = keep(empty, files.list_file(moved), minutes=1)
    change = preview(stored, empty).difference
    assert sum(person.number for person in change.by_person) == number
    assert change.same == len(kept) - number
    second = apply(empty, stored)
    assert len(kept & set(Duty.objects.values_list("pk", flat=True))) == change.same
    assert set(Duty.objects.values_list("source_id", flat=True)) <= {first.pk, second.pk}


def test_the_same_roster_in_another_layout_changes_nothing(empty: Told, bring_in: BringIn) -> None:
    Person.objects.filter(pk=empty.people[RANDI]).update(personnel_number="900001")
    Person.objects.filter(pk=empty.people[NORA]).update(personnel_number="900002")
    cells = files.plan(40, 2)
    bring_in(files.saved(files.grid_book(cells)), "plan.xlsx")
    seen = preview(keep(empty, files.list_file(cells), minutes=1), empty)
    assert [match.how for match in seen.matches] == ["number_and_name", "number_and_name"]
    said = {"randi snøugle": empty.people[RANDI], "fjellrype nora": empty.people[NORA]}
    actions.confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=empty.now)
    again = preview(keep(empty, files.list_file(cells), minutes=2), empty)
    assert again.difference.is_empty


def test_days_that_cannot_be_read_stand_as_they_were(empty: Told, bring_in: BringIn) -> None:
    bring_in(lines(f"{NORA};1.3.2027;D;08:00;15:30", f"{NORA};2.3.2027;D;08:00;15:30"))
    stored = keep(empty, lines(f"{NORA};1.3.2027;Q9;08:00;15:30", f"{NORA};2.3.2027;L;08:00;18:00"), 1)
    seen = preview(stored, empty)
    assert (seen.difference.kept, seen.reading.unknown) == (1, {"Q9": 1})
    apply(empty, stored)
    assert sorted(Duty.objects.values_list("code", flat=True)) == ["D", "L"]


def test_who_is_missing_from_a_whole_roster_has_no_duties_and_is_told(empty: Told, bring_in: BringIn) -> None:
    bring_in(lines(f"{NORA};1.3.2027;D;08:00;15:30", f"{JONAS};1.3.2027;D;08:00;15:30"))
    stored = keep(empty, lines(f"{NORA};1.3.2027;D;08:00;15:30"), 1)
    seen = preview(stored, empty)
    (gone,) = seen.difference.by_person
    assert (gone.missing, len(gone.removed)) == (True, 1)
    assert names_of(unn_pet(), {gone.who}, seen.matches)[gone.who] == JONAS


def test_a_calendar_of_one_leaves_the_others_alone(empty: Told, bring_in: BringIn) -> None:
    cells = files.plan(14, 2)
    bring_in(files.list_file(cells))
    others = Duty.objects.filter(name=RANDI).count()
    calendar = files.calendar_file([(1, day, "D" if code == "L" else code) for _p, day, code in cells], 1)
    said = {"#900002": empty.people[NORA], "fjellrype nora": empty.people[NORA]}
    with pytest.raises(ValidationError, match="samme person"):
        actions.confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=empty.now)
    change = preview(keep(empty, calendar, 1), empty).difference
    assert all("randi" not in person.who for person in change.by_person)
    assert Duty.objects.filter(name=RANDI).count() == others


def test_the_newest_file_is_undone_and_everything_stands_as_before(empty: Told, bring_in: BringIn) -> None:
    first = bring_in(lines(f"{NORA};1.3.2027;D;08:00;15:30", f"{JONAS};1.3.2027;D;08:00;15:30"))
    before = rows()
    second = bring_in(lines(f"{NORA};1.3.2027;L;08:00;18:00"), minutes=1)
    assert rows() != before
    facts = {"by": empty.people[RANDI], "now": empty.now}
    with pytest.raises(ValidationError, match="nyere fil"):
        actions.undo_roster(import_id=first.pk, **facts)
    actions.undo_roster(import_id=second.pk, **facts)
    assert rows() == before
    with pytest.raises(ValidationError, match="angret allerede"):
        actions.undo_roster(import_id=second.pk, **facts)
    actions.undo_roster(import_id=first.pk, **facts)
    assert not Duty.objects.exists()


def test_a_mapping_is_remembered_in_versions(empty: Told, bring_in: BringIn) -> None:
    RosterMapping.objects.all().delete()
    data = lines(f"{NORA};1.3.2027;TJ;08:00;15:30")
    stored = keep(empty, data)
    assert preview(stored, empty).needs_a_person
    told = mapping_from(stored.draft).with_codes({"TJ": DutyCode("TJ", "on_site", supervises=True)})
    actions.choose_mapping(by=None, import_id=stored.pk, mapping=told, now=empty.now)
    stored.refresh_from_db()
    first = apply(empty, stored)
    assert first.mapping is not None
    assert first.mapping.version == 1
    again = keep(empty, lines(f"{NORA};2.3.2027;TJ;08:00;15:30"), 1)
    assert mapping_from(again.draft).by_code()["TJ"].supervises
    assert apply(empty, again).mapping_id == first.mapping_id
    other = keep(empty, lines(f"{NORA};3.3.2027;D;08:00;15:30"), 2)
    assert apply(empty, other).mapping.version == 2
    assert latest_mapping(unn_pet(), "grid") is None


def test_a_name_alone_is_a_doubt_that_a_person_settles(empty: Told) -> None:
    stored = keep(
        empty, lines("Fjellrype, Nora;1.3.2027;D;08:00;15:30", "Ukjent Vikar;1.3.2027;D;08:00;15:30")
    )
    seen = preview(stored, empty)
    assert [(m.how, m.person_id) for m in seen.doubts] == [("name", empty.people[NORA]), ("none", None)]
    apply(empty, stored)
    assert set(Duty.objects.values_list("person", flat=True)) == {None}
    said = {"fjellrype nora": empty.people[NORA], "ukjent vikar": None}
    actions.confirm_people(
        by=empty.people[RANDI],
        department_id=unn_pet(),
        said=said,
        names={"ukjent vikar": "Vikar"},
        now=empty.now,
    )
    assert set(Duty.objects.values_list("person", flat=True)) == {None, empty.people[NORA]}
    again = preview(keep(empty, lines("Nora Fjellrype;1.3.2027;D;08:00;15:30"), 1), empty)
    assert not again.doubts


def test_nobody_from_elsewhere_is_meant_by_a_name(empty: Told) -> None:
    stranger = Person.objects.create(name="Fremmed Fugl", email="fremmed@eksempel.example")
    with pytest.raises(ValidationError, match="hører ikke til"):
        actions.confirm_people(
            by=None, department_id=unn_pet(), said={"x": stranger.pk}, names={}, now=empty.now
        )
    assert not PersonMatch.objects.filter(who="x").exists()


def test_alone_a_file_with_unknown_codes_waits_for_a_person(empty: Told) -> None:
    stored = keep(empty, lines(f"{NORA};1.3.2027;Q9;08:00;15:30"))
    assert apply(empty, stored, alone=True).state == "waiting"
    assert not Duty.objects.exists()
    data = lines(f"{NORA};1.3.2027;D;08:00;15:30")
    assert apply(empty, keep(empty, data, 1), alone=True).state == "waiting", "nobody has said who this is"
    said: dict[str, int | None] = {"fjellrype nora": empty.people[NORA]}
    actions.confirm_people(by=None, department_id=unn_pet(), said=said, names={}, now=empty.now)
    assert apply(empty, keep(empty, data, 2), alone=True).state == "waiting", "nobody has decided on D"
    apply(empty, keep(empty, data, 3))
    longer = lines(f"{NORA};1.3.2027;D;08:00;16:00")
    assert apply(empty, keep(empty, longer, 4), alone=True).state == "applied"


def test_a_person_with_a_line_that_cannot_be_read_keeps_all_that_stands(
    empty: Told, bring_in: BringIn
) -> None:
    bring_in(lines(f"{NORA};1.3.2027;D;08:00;15:30", f"{JONAS};2.3.2027;D;08:00;15:30"))
    stored = keep(empty, lines(f"{NORA};1.3.2027;L;08:00;18:00", f"{JONAS};31.2.2027;L;08:00;18:00"), 1)
    change = preview(stored, empty).difference
    assert [person.who for person in change.by_person] == ["fjellrype nora"]


def test_a_sheet_that_cannot_be_placed_takes_nothing_away(empty: Told, bring_in: BringIn) -> None:
    """given January, a sheet without a month, and March: what stands in February is not the file's to change"""
    cells = files.plan(90, 1, dt.date(2027, 1, 1))
    bring_in(files.saved(files.grid_book(cells)), "a.xlsx")
    book = files.grid_book(cells)
    book["02-2027"].title = "Ark2"
    seen = preview(keep(empty, files.saved(book), 1), empty)
    assert "month_unknown" in seen.reading.counts
    assert seen.difference.is_empty


def test_a_file_that_goes_on_beyond_what_was_read_takes_nothing_away(
    empty: Told, bring_in: BringIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(files.list_file(files.plan(10, 2)))
    monkeypatch.setattr("borealis.rosters.rules.duties.MOST_ENTRIES", 12)
    seen = preview(keep(empty, files.list_file(files.plan(10, 2)), 1), empty)
    assert seen.reading.is_cut
    assert seen.difference.is_empty


def test_a_file_is_put_away(empty: Told) -> None:
    stored = keep(empty, lines(f"{NORA};1.3.2027;D;08:00;15:30"))
    actions.discard_roster(by=empty.people[RANDI], import_id=stored.pk, now=empty.now)
    assert not RosterImport.objects.exists()
    with pytest.raises(ValidationError, match="lagt bort allerede"):
        apply(empty, stored, "x")


def test_what_is_no_roster_is_refused_at_the_file(empty: Told) -> None:
    with pytest.raises(ValidationError) as refused:
        keep(empty, b"PK\x03\x04no")
    assert "ikke hel" in refused.value.message_dict["file"][0]


def test_every_act_is_recorded(empty: Told) -> None:
    stored = keep(empty, lines(f"{NORA};1.3.2027;D1;08:00;15:30", f"{JONAS};1.3.2027;D;08:00;15:30"))
    apply(empty, stored)
    facts = {"by": empty.people[RANDI], "now": empty.now}
    actions.confirm_people(
        department_id=unn_pet(), said={"fjellrype nora": empty.people[NORA]}, names={}, **facts
    )
    actions.undo_roster(import_id=stored.pk, **facts)
    actions.discard_roster(import_id=keep(empty, lines(f"{NORA};1.3.2027;D;08:00;15:30")).pk, **facts)
    acts = list(
        Event.objects.filter(subject__startswith="rosters.").order_by("-pk").values_list("act", flat=True)[:7]
    )
    assert set(acts) == {
        "preview_roster",
        "decide_roster_mapping",
        "confirm_roster_person",
        "apply_roster",
        "undo_roster",
        "discard_roster",
    }


def test_a_year_of_twenty_people_is_read_mapped_previewed_and_applied_within_the_promise(empty: Told) -> None:
    """The promise: read, mapped and previewed within 10 s."""
    data = files.saved(files.grid_book(files.plan(366, 20)))
    begun = time.process_time()
    stored = keep(empty, data)
    seen = preview(stored, empty)
    assert time.process_time() - begun < 10
    assert len(seen.difference.added) > 5_000
    apply(empty, stored, seen.digest)
    assert Duty.objects.count() == len(seen.difference.added)

"""A training follows the doctor to another place: seen first, all of it or nothing, undone while it can be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from borealis.audit.rules import canonical
from borealis.config.cli import borealis
from borealis.config.cli.django_setup import load_shipped
from borealis.portfolio.dossier.actions import bring_in, undo_bringing_in
from borealis.portfolio.dossier.queries.arrival import plan_for
from borealis.portfolio.dossier.queries.package import package_of
from borealis.portfolio.dossier.queries.ready_page import ready_page
from borealis.portfolio.dossier.rules import Member, credential_for, did_key, pack, secure
from borealis.portfolio.dossier.rules.checking import check_file
from borealis.portfolio.dossier.rules.package import CREDENTIAL, DOSSIER
from borealis.portfolio.models import Activity, Assessment, Dossier, SignatureAnswer
from borealis.trainees.actions import register_absence
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states
from tests.portfolio.dossier import story
from tests.portfolio.dossier.conftest import Packed, packed_from

pytestmark = pytest.mark.django_db
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THEIR_KEY = did_key(STRANGER.public_key().public_bytes_raw())


@pytest.fixture
def empty_place() -> dt.datetime:
    """A place with the shipped curriculum, organisations and programmes, and nobody in it."""
    load_shipped()
    assert not apps.get_model("people.Person").objects.exists()
    return timezone.now()


def reissued(packed: Packed, **changes: Any) -> bytes:
    """The package of another place: the same content but for what is changed, signed with its own key."""
    dossier = {name: value for name, value in packed.dossier.items() if name != "proof"}
    dossier["content"] = json.loads(json.dumps(dossier["content"])) | changes
    dossier["issuer"] = {"id": THEIR_KEY, "name": "Et annet sykehus"}
    as_of = dossier["record"]["as_of"]
    signed = Member(DOSSIER, canonical(secure(dossier, did=THEIR_KEY, created=as_of, sign=STRANGER.sign)))
    others = [m for m in packed.package.members if m.name not in (DOSSIER, CREDENTIAL)]
    credential = credential_for(
        dossier["content"],
        [signed, *others],
        did=THEIR_KEY,
        issuer="Et annet sykehus",
        valid_from=as_of,
        digest=signed.digest,
    )
    secured = secure(credential, did=THEIR_KEY, created=as_of, sign=STRANGER.sign)
    return pack([Member(CREDENTIAL, canonical(secured)), signed, *others])


@pytest.mark.parametrize("whose", ["packed", "ready"])
def test_out_and_in_and_out_again_gives_the_same_content(
    packed: Packed, ready: Packed, whose: str, empty_place: dt.datetime
) -> None:
    """given a package, when an empty place brings it in and takes it out, then the content is equal."""
    packed = ready if whose == "ready" else packed
    row = bring_in(by=None, data=packed.data, source="pakke.zip", now=empty_place)
    again = packed_from(package_of(row.trainee_id, empty_place))
    for part, told in packed.content.items():
        assert again.content[part] == told, part
    assert canonical(again.content) == canonical(packed.content)
    assert again.dossier["content_digest"] == packed.dossier["content_digest"]
    local = {name for name in packed.dossier if again.dossier[name] != packed.dossier[name]}
    assert local == {"record", "proof"}  # and the issuer, where the key is another


def test_who_has_reached_everything_is_ready_to_apply_also_where_it_was_brought_in(
    ready: Packed, empty_place: dt.datetime
) -> None:
    assert check_file(ready.data).holds
    row = bring_in(by=None, data=ready.data, source="pakke.zip", now=empty_place)
    page = ready_page(Trainee.objects.get(pk=row.trainee_id), timezone.localdate(empty_place))
    assert [line.title for line in page.lines if not line.requirement.met] == []


def test_what_was_brought_in_is_there_with_its_own_times(packed: Packed, empty_place: dt.datetime) -> None:
    row = bring_in(by=None, data=packed.data, source="pakke.zip", now=empty_place)
    trainee = Trainee.objects.get(pk=row.trainee_id)
    assert (trainee.person.name, trainee.person.hpr_number) == (story.WHO, "9111111")
    told = packed.activity(0)
    activity = Activity.objects.get(trainee=trainee, key=told["key"])
    assert activity.recorded_at.isoformat(timespec="microseconds") == told["recorded_at"]
    assert bytes(activity.files.get().data) == story.PDF
    answer = SignatureAnswer.objects.get(ask__activity=activity)
    assert (answer.name, answer.by) == (story.GUIDE, None)
    approved = sum(state.state == "approved" for state in goal_states(trainee.pk).values())
    assert approved == sum(
        goal["state"] == "approved" for group in packed.content["goal_sets"] for goal in group["goals"]
    )
    assert Assessment.objects.filter(trainee=trainee).exclude(corrects=None).exists()


def test_it_is_told_by_one_event_besides_the_new_person(packed: Packed, empty_place: dt.datetime) -> None:
    row = bring_in(by=None, data=packed.data, source="pakke.zip", now=empty_place)
    events = apps.get_model("audit.Event").objects.order_by("number")
    assert list(events.values_list("act", flat=True))[-2:] == ["add_person", "import_portfolio"]
    assert events.last().about_id == row.trainee.person_id
    assert events.last().detail["digest"] == packed.package.digest


def test_somebody_known_here_by_hpr_number_is_tied_to_what_was_done(
    packed: Packed, empty_place: dt.datetime
) -> None:
    guide = apps.get_model("people.Person").objects.create(
        name="T. Havørn", email="t@eksempel.example", hpr_number="9222222"
    )
    row = bring_in(by=None, data=packed.data, source="pakke.zip", now=empty_place)
    keys = [story.key(number) for number in range(6)]
    answers = SignatureAnswer.objects.filter(ask__activity__key__in=keys, by=guide)
    assert answers.count() == 3
    again = packed_from(package_of(row.trainee_id, empty_place))
    assert again.activity(0)["signatures"][0]["asked"]["name"] == "T. Havørn"


def test_a_person_who_is_here_gets_the_training(packed: Packed, empty_place: dt.datetime) -> None:
    person = apps.get_model("people.Person").objects.create(
        name="Nora F.", email="annen@eksempel.example", hpr_number="9111111"
    )
    assert bring_in(by=None, data=packed.data, source="", now=empty_place).trainee.person == person


def refused(data: bytes, **more: Any) -> str:
    return " ".join(plan_for(data, **more).reasons)


def test_a_package_that_does_not_hold_is_refused_with_its_faults(
    packed: Packed, empty_place: dt.datetime
) -> None:
    data = pack([m for m in packed.package.members if m.name != "dossier.pdf"])
    assert refused(data) == "dossier.pdf mangler."
    with pytest.raises(ValidationError, match=r"dossier\.pdf mangler"):
        bring_in(by=None, data=data, source="", now=empty_place)
    assert not Trainee.objects.exists()


def test_the_credential_alone_is_not_brought_in(packed: Packed, empty_place: dt.datetime) -> None:
    assert "Bare en hel pakke" in refused(packed.package.member(CREDENTIAL).data)


def test_goals_that_are_not_here_are_named(packed: Packed, empty_place: dt.datetime) -> None:
    apps.get_model("curriculum.Goal").objects.filter(code="NUK-103").update(code="NUK-903")
    assert "NUK-2025-09/NUK-103" in refused(packed.data)
    apps.get_model("curriculum.GoalSet").objects.filter(code="LM-2019-03").update(code="LM-annet")
    assert "LM-2019-03" in refused(packed.data)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"training": {"programme": "annet"}}, "har ikke den formen"),
        ({"activities": [{}]}, "har ikke den formen vi kjenner, ved «content/activities/0»"),
        ({"plans": None}, "content/plans"),
    ],
)
def test_a_dossier_of_another_shape_is_refused(
    packed: Packed, empty_place: dt.datetime, changes: dict[str, Any], said: str
) -> None:
    content = packed.content
    training = {**content["training"], **changes.get("training", {}), "mer": 1}
    assert said in refused(
        reissued(packed, **{**changes, "training": training} if "training" in changes else changes)
    )


def test_a_programme_that_is_not_here_is_chosen_here(packed: Packed, empty_place: dt.datetime) -> None:
    data = reissued(packed, training={**packed.content["training"], "programme": "annet-nuk"})
    assert "Velg et program her" in refused(data)
    row = bring_in(
        by=None, data=data, source="", now=empty_place, trusted=THEIR_KEY, programme_code="unn-nuk"
    )
    assert row.trainee.programme.code == "unn-nuk"


def test_a_programme_out_of_reach_is_not_filled(packed: Packed, empty_place: dt.datetime) -> None:
    assert "Velg et program her" in refused(packed.data, reach=frozenset())


def test_a_state_that_is_not_ours_is_told(packed: Packed, empty_place: dt.datetime) -> None:
    sets = json.loads(json.dumps(packed.content["goal_sets"]))
    state = next(s for group in sets for goal in group["goals"] for s in goal["states"])
    state["state"] = "nesten"
    assert "nesten" in refused(reissued(packed, goal_sets=sets))


def test_a_file_that_is_not_where_the_dossier_says_is_told(packed: Packed, empty_place: dt.datetime) -> None:
    activities = json.loads(json.dumps(packed.content["activities"]))
    file = next(a for a in activities if a["key"] == story.key(0))["files"][0]
    file["member"] = "vedlegg/borte.pdf"
    assert "kursbevis.pdf" in refused(reissued(packed, activities=activities))


def test_a_form_without_its_wording_is_told(packed: Packed, empty_place: dt.datetime) -> None:
    forms = json.loads(json.dumps(packed.content["forms"]))
    assert "mini-cex" in refused(reissued(packed, forms=[]))
    for form in forms:
        form["content"] = {"title": "Noe annet"}
    assert "mini-cex" in refused(reissued(packed, forms=forms))


def test_a_strangers_key_must_be_recognised(packed: Packed, empty_place: dt.datetime) -> None:
    data = reissued(packed)
    assert not plan_for(data).own_key
    for trusted in ("", packed.package.did):
        with pytest.raises(ValidationError, match="Kontroller nøkkelen"):
            bring_in(by=None, data=data, source="", now=empty_place, trusted=trusted)
    assert bring_in(by=None, data=data, source="", now=empty_place, trusted=THEIR_KEY).pk


def test_a_training_that_is_here_already_is_not_brought_in_again(
    packed: Packed, empty_place: dt.datetime
) -> None:
    bring_in(by=None, data=packed.data, source="", now=empty_place)
    assert "har allerede en utdanning" in refused(packed.data)


def test_an_address_of_another_is_told(packed: Packed, empty_place: dt.datetime) -> None:
    told = packed.content["person"]
    apps.get_model("people.Person").objects.create(name="En annen", email=told["email"], hpr_number="9333333")
    assert "tilhører en annen" in refused(packed.data)


def test_it_can_be_undone_and_done_again(packed: Packed, empty_place: dt.datetime) -> None:
    row = bring_in(by=None, data=packed.data, source="", now=empty_place)
    undo_bringing_in(by=None, dossier_id=row.pk, now=empty_place)
    for label in ("trainees.Trainee", "trainees.Service", "portfolio.Activity", "portfolio.Dossier"):
        assert not apps.get_model(label).objects.exists(), label
    again = bring_in(by=None, data=packed.data, source="", now=empty_place)
    assert packed_from(package_of(again.trainee_id, empty_place)).content == packed.content


def test_it_cannot_be_undone_once_something_is_built_on_it(packed: Packed, empty_place: dt.datetime) -> None:
    row = bring_in(by=None, data=packed.data, source="", now=empty_place)
    today = timezone.localdate(empty_place)
    register_absence(
        by=None, trainee_id=row.trainee_id, kind="course", from_day=today, to_day=today, now=empty_place
    )
    with pytest.raises(ValidationError, match="Noe er bygget"):
        undo_bringing_in(by=None, dossier_id=row.pk, now=empty_place)
    assert Trainee.objects.filter(pk=row.trainee_id).exists()


def test_it_cannot_be_undone_while_a_row_hangs_on_it(packed: Packed, empty_place: dt.datetime) -> None:
    row = bring_in(by=None, data=packed.data, source="", now=empty_place)
    apps.get_model("portfolio.Panel").objects.create(
        trainee_id=row.trainee_id, kind="panel", on=timezone.localdate(empty_place), called_at=empty_place
    )
    with pytest.raises(ValidationError, match="Noe er bygget"):
        undo_bringing_in(by=None, dossier_id=row.pk, now=empty_place)
    assert Dossier.objects.filter(pk=row.pk).exists()


def test_only_what_was_brought_in_can_be_undone(packed: Packed, empty_place: dt.datetime) -> None:
    row = bring_in(by=None, data=packed.data, source="", now=empty_place)
    out = Dossier.objects.create(trainee=row.trainee, direction="out", digest="0" * 64, at=empty_place)
    with pytest.raises(ValidationError, match="finnes ikke lenger"):
        undo_bringing_in(by=None, dossier_id=out.pk, now=empty_place)


class TestTheCommand:
    """``borealis portfolio export`` and ``import``."""

    def run(self, *arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(borealis, ["portfolio", *arguments])
        return result.exit_code, result.output

    def test_shows_first_and_brings_in_with_apply(
        self, packed: Packed, empty_place: dt.datetime, tmp_path: Path
    ) -> None:
        path = tmp_path / "pakke.zip"
        path.write_bytes(packed.data)
        code, said = self.run("import", str(path))
        assert code == 0
        assert f"{story.WHO}: Spesialistutdanning i nukleærmedisin" in said
        assert f"Læringsaktiviteter: {len(packed.content['activities'])}" in said
        assert "Ingenting er lagret" in said
        assert not Trainee.objects.exists()
        assert self.run("import", str(path), "--apply")[1].endswith("Hentet inn.\n")
        email, out = packed.content["person"]["email"], tmp_path / "ut.zip"
        code, said = self.run("export", email, "-o", str(out))
        assert code == 0
        assert packed.package.did in said
        assert out.stat().st_mode & 0o777 == 0o600

    def test_asks_for_the_key_of_another_place(
        self, packed: Packed, empty_place: dt.datetime, tmp_path: Path
    ) -> None:
        path = tmp_path / "pakke.zip"
        path.write_bytes(reissued(packed))
        code, said = self.run("import", str(path), "--apply")
        assert code == 1
        assert "Kontroller nøkkelen" in said
        assert self.run("import", str(path), "--apply", "--issuer", THEIR_KEY)[0] == 0

    def test_says_why_not(self, packed: Packed, empty_place: dt.datetime, tmp_path: Path) -> None:
        path = tmp_path / "pakke.zip"
        path.write_bytes(packed.data[:-9])
        code, said = self.run("import", str(path))
        assert code == 1
        assert "kan ikke leses" in said
        assert "Ingen LIS" in self.run("export", "ukjent@eksempel.example", "-o", str(tmp_path / "x"))[1]

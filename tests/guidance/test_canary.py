"""What is said in a talk is nowhere in the clear: not in the database, the record, mail, logs or anybody's export.

That no page shows it to anyone but the two is asked of every address for every role in ``tests/permissions``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core import mail

from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.portfolio.dossier.queries.package import package_of
from borealis.privacy.actions import export_person
from tests import copies
from tests.conftest import Told
from tests.guidance.conftest import GUIDE, WHO

pytestmark = pytest.mark.django_db
CANARY = "KANARIFUGLEN SYNGER"


@pytest.fixture
def said(told: Told, agreed: Callable[..., Talk]) -> Talk:
    """A talk that holds the canary wherever words can be written, through pages and actions, and finalised."""
    talk = agreed(days=-1)
    page, trainee, guide = f"/veiledning/{talk.pk}/", told.client(WHO), told.client(GUIDE)
    actions.prepare_talk(by=told.people[WHO], talk_id=talk.pk, texts={"balance": CANARY}, now=told.now)
    trainee.post(f"{page}skriv/", {"version": talk.version, "min-support": CANARY})
    guide.post(f"{page}punkt/", {"topic": "skills", "text": CANARY})
    guide.post(
        f"{page}skriv/", {"version": 1, "min-support": f"{CANARY} FORELDET"}
    )  # refused, shown, not kept
    talk.refresh_from_db()
    guide.post(f"{page}ferdigstill/", {"version": talk.version})
    talk.refresh_from_db()
    assert talk.state == "finalised"
    assert guide.get(page).content.decode().count(CANARY) == 3
    return talk


def test_no_column_of_the_database_holds_it(said: Talk) -> None:
    for table in copies.stored():
        for row in table.rows:
            for value in row:
                held = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert b"KANARI" not in held, table.name


def test_no_export_holds_it_not_even_ones_own(told: Told, said: Talk) -> None:
    for name in (WHO, GUIDE, "Randi Snøugle"):
        packed = export_person(by=told.people[name], person_id=told.people[name], now=told.now)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            for member in archive.namelist():
                assert CANARY.encode() not in archive.read(member), member
    package = package_of(told.trainees[WHO], told.now)
    assert all(CANARY.encode() not in member.data for member in package.members)


def test_no_mail_and_no_log_holds_it(
    said: Talk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert all(CANARY not in f"{one.subject}{one.body}" for one in mail.outbox)
    written = capsys.readouterr()
    assert CANARY not in written.out + written.err + caplog.text


def test_without_the_talks_key_nothing_opens_again(told: Told, said: Talk) -> None:
    from borealis.guidance.queries.opening import opened
    from borealis.guidance.sealing import GuidanceKeyUnreadable, new_key

    said.sealed_key = new_key().sealed()
    with pytest.raises(GuidanceKeyUnreadable):
        opened(said)

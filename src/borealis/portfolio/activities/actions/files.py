"""Files that show an activity: course certificates, programmes, pictures of a screen without patients."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import refuse
from borealis.portfolio.activities.actions.record import held_activity, locked_words
from borealis.portfolio.activities.rules import may_change
from borealis.portfolio.models import ActivityFile
from borealis.shell.uploads import Upload
from borealis.trainees.actions.refusals import locked_trainee

FILE_KINDS = ("pdf", "png", "jpeg")
LONGEST_FILE = 20_000_000  # bytes
MOST_FILES = 10


@transaction.atomic
def add_activity_file(
    *, by: int | None, trainee_id: int, activity_id: int, upload: Upload, now: dt.datetime
) -> ActivityFile:
    """Add a file that ``shell.uploads.checked_upload`` found to be one of FILE_KINDS."""
    trainee = locked_trainee(trainee_id)
    row = held_activity(activity_id, trainee)
    if not may_change(row.state):
        raise refuse("file", locked_words(row.state))
    if upload.kind not in FILE_KINDS or len(upload.data) > LONGEST_FILE:
        raise refuse("file", _("Filen kan ikke lagres her. Velg en PDF eller et bilde på høyst 20 MB."))
    digest = hashlib.sha256(upload.data).hexdigest()
    digests = list(row.files.values_list("digest", flat=True))
    if digest in digests:
        raise refuse("file", _("Filen ligger der allerede."))
    if len(digests) >= MOST_FILES:
        most = _("Aktiviteten har %(most)d filer. Flere er det ikke plass til.") % {"most": MOST_FILES}
        raise refuse("file", most)
    file = ActivityFile.objects.create(
        activity=row,
        name=upload.name,
        kind=upload.kind,
        size=len(upload.data),
        digest=digest,
        data=upload.data,
        added_at=now,
    )
    record_event(
        by=by,
        act="add_activity_file",
        subject=f"portfolio.Activity:{row.pk}",
        now=now,
        about=trainee.person_id,
        detail={"file": file.pk, "kind": file.kind, "size": file.size, "digest": digest},
    )
    return file


@transaction.atomic
def read_activity_file(*, by: int | None, file: ActivityFile, now: dt.datetime) -> bytes:
    """The content of a file that the reader may see, with the reading in the record."""
    record_event(
        by=by,
        act="read_activity_file",
        subject=f"portfolio.Activity:{file.activity_id}",
        now=now,
        about=file.activity.trainee.person_id,
        detail={"file": file.pk},
    )
    return bytes(file.data)

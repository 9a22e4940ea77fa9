"""What is done with courses, in the words that stand in a person's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "save_course": _("la inn eller endret et kurs"),
    "retire_course": _("tok et kurs ut av katalogen"),
    "save_course_date": _("la inn eller endret en kursdato"),
    "cancel_course_date": _("avlyste en kursdato"),
    "import_courses": _("hentet inn en kursliste"),
    "undo_course_import": _("angret en kursliste"),
    "wish_course": _("ønsket plass på et kurs"),
    "approve_course_leave": _("godkjente fri til et kurs"),
    "decline_course_leave": _("sa nei til fri til et kurs"),
    "apply_for_course": _("søkte plass på et kurs"),
    "admit_to_course": _("fordelte plassene på et kurs"),
    "withdraw_from_course": _("trakk seg fra et kurs"),
    "complete_course": _("fullførte et kurs"),
}

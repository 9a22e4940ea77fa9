"""The three accounts of a trainee's year: guidance, internal teaching and study time; had, to come, and lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.guidance.queries import Quota, quotas_of
from borealis.guidance.rules import INDIVIDUAL, year_of
from borealis.overview.queries.teaching_time import time_had
from borealis.programmes.queries import programme_by_id
from borealis.programmes.rules import ProgrammeDocument
from borealis.rosters.queries import Kept, PersonTime
from borealis.shell.words import number
from borealis.trainees.directory import Trainee

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Account:
    """One kind of time in a year: hours, or talks for guidance. ``norm`` 0: no norm is set.

    ``coming`` is agreed on or stands in the roster; ``missing`` is what neither was had nor comes.
    """

    kind: str
    title: str
    held: float
    coming: float
    lost: float
    norm: float
    words: str
    lost_words: str
    source: str

    @property
    def missing(self) -> float:
        return max(0.0, self.norm - self.held - self.coming)

    @property
    def total(self) -> float:
        """What the whole bar stands for."""
        return max(self.norm, self.held + self.coming, 1.0)

    @property
    def parts(self) -> list[tuple[str, float]]:
        return [("reached", self.held), ("begun", self.coming), ("not_begun", self.missing)]

    @property
    def label(self) -> str:
        """The bar in words, for who does not see it."""
        return f"{self.title}: {self.words}. {self.lost_words}".strip()


@dataclass(frozen=True)
class TimeAccounts:
    """A trainee's accounts in the year that the programme counts in."""

    trainee_id: int
    name: str
    first: dt.date
    last: dt.date
    accounts: tuple[Account, ...]

    @property
    def lost(self) -> float:
        """Hours of teaching and study time lost to duties."""
        return sum(account.lost for account in self.accounts if account.kind != "guidance")


def accounts_of(trainees: Iterable[Trainee], now: dt.datetime) -> list[TimeAccounts]:
    """The accounts of trainees, in their order. Who has no programme in force has none."""
    rows, today = list(trainees), timezone.localdate(now)
    programmes = {pk: programme_by_id(pk) for pk in {row.programme_id for row in rows}}
    documents = {pk: found.document for pk, found in programmes.items() if found}
    years = {
        row.pk: year_of(documents[row.programme_id].guidance.year, row.started_on, today)
        for row in rows
        if row.programme_id in documents
    }
    quotas = quotas_of(rows, now, outlook=False)
    periods = {
        row.person_id: (years[row.pk].start, years[row.pk].end - ONE_DAY) for row in rows if row.pk in years
    }
    kept = time_had(periods, now)
    return [
        TimeAccounts(
            row.pk,
            row.person.name,
            *periods[row.person_id],
            (
                *(_guidance(quota) for quota in quotas.get(row.pk, ())),
                *_hours(documents[row.programme_id], kept[row.person_id]),
            ),
        )
        for row in rows
        if row.pk in years
    ]


def _guidance(quota: Quota) -> Account:
    found = quota.count
    lost = sum(found.lost.values())
    return Account(
        "guidance",
        str(_("Individuell veiledning") if quota.kind == INDIVIDUAL else _("Gruppeveiledning")),
        found.held,
        found.booked + found.unfinished,
        lost,
        found.norm,
        _("%(held)s av %(norm)s holdt, %(coming)s avtalt")
        % {"held": found.held, "norm": found.norm, "coming": found.booked + found.unfinished},
        ngettext("%(n)s falt bort", "%(n)s falt bort", lost) % {"n": lost} if lost else "",
        _("programmets norm"),
    )


def _hours(document: ProgrammeDocument, time: PersonTime) -> tuple[Account, Account]:
    weekly = document.teaching.study_hours_per_week
    teaching = _account(
        "teaching", _("Undervisning"), time.teaching, document.teaching.hours_per_year, "§ 24"
    )
    source = (
        _("lokal norm: %(hours)s timer i uken, %(weeks)s uker på jobb")
        % {"hours": weekly, "weeks": time.weeks}
        if weekly
        else _("ingen norm er satt")
    )
    return teaching, _account("study", _("Fordypningstid"), time.study, (weekly or 0) * time.weeks, source)


def _account(kind: str, title: str, kept: Kept, norm: float, source: str) -> Account:
    facts = {"held": number(kept.held), "norm": number(norm), "coming": number(kept.coming)}
    words = (
        _("%(held)s av %(norm)s timer, %(coming)s kommer") if norm else _("%(held)s timer, %(coming)s kommer")
    )
    lost = _("%(hours)s timer gikk til vakt") % {"hours": number(kept.lost)} if kept.lost else ""
    return Account(kind, title, kept.held, kept.coming, kept.lost, norm, words % facts, lost, source)

"""The rows that a package becomes: with the times that it tells, and without persons who are not here.

Whoever is known here by HPR number is tied to what was done; the names of all others stand in the package,
which is kept. What no row of ours can tell without such a person (guides, submissions with recommendations and
decisions, panels, conversions, certificates, plans) stands in the kept package alone, and goes along when the
doctor moves on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, overload

from django.utils import timezone

from borealis.curriculum.queries import goal_set, goals_of
from borealis.organisations.queries import arenas, organisations
from borealis.people.directory import Person, persons
from borealis.portfolio.dossier.rules import Member
from borealis.portfolio.dossier.rules.arriving import mentioned_sets
from borealis.portfolio.models import Activity, ActivityFile, Ask, Assessment, FormWording, SignatureAnswer
from borealis.programmes.queries import CurrentProgramme, programme
from borealis.trainees.directory import Trainee

Content = Mapping[str, Any]
Made = list[list[Any]]  # the label of a model and the keys of its rows, in the order in which they were made


@dataclass
class Here:
    """What is known in this place: who trains, by which programme, and what codes and numbers mean here."""

    person: Person
    programme: CurrentProgramme
    now: dt.datetime
    goals: dict[str, int] = field(default_factory=dict)
    arenas: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)  # persons by HPR number

    def learn(self, content: Content) -> None:
        """Look up all that the package mentions, each kind at once."""
        self.goals = {f"{g.set_code}/{g.code}": g.pk for g in goals_of(sorted(mentioned_sets(content)))}
        codes = {entry["arena"] for entry in (*content["service"], *content["activities"])}
        self.arenas = {code: row.pk for code, row in arenas(codes).items()}
        self.known = dict(persons().exclude(hpr_number="").values_list("hpr_number", "pk"))

    def who(self, told: Mapping[str, str] | None) -> int | None:
        """The key of somebody who is known here."""
        return self.known.get(told["hpr_number"]) if told else None

    def arena(self, entry: Content) -> dict[str, Any]:
        """Where something was: an arena of ours, or its name as text."""
        key = self.arenas.get(entry["arena"])
        return {"arena_id": key, "place": entry["place"] or ("" if key else entry["arena_name"])}


def make_rows(content: Content, members: Mapping[str, Member], here: Here) -> tuple[Trainee, Made]:
    """Store a package's training; gives the trainee, and the keys of all rows by model."""
    here.learn(content)
    made: Made = []
    trainee = _trainee(content, here)
    _note(made, [trainee])
    _note(made, _enrolments(content, trainee, here))
    _note(made, _posts(content, trainee))
    _note(made, _services(content, trainee, here))
    _note(made, _absences(content, trainee))
    _note(made, _credits(content, trainee, here))
    _note(made, _statuses(content, trainee, here))
    _activities(content, members, trainee, here, made)
    _note(made, _assessments(content, trainee, here))
    return trainee, made


def _note(made: Made, rows: Iterable[Any]) -> None:
    rows = list(rows)
    if rows:
        made.append([rows[0]._meta.label, [row.pk for row in rows]])


@overload
def _day(text: str) -> dt.date: ...
@overload
def _day(text: None) -> None: ...
def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@overload
def _moment(text: str) -> dt.datetime: ...
@overload
def _moment(text: None) -> None: ...
def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _days(entry: Content) -> dict[str, Any]:
    """What every period has."""
    return {
        "from_day": _day(entry["from_day"]),
        "to_day": _day(entry["to_day"]),
        "recorded_at": _moment(entry["recorded_at"]),
    }


def _trainee(content: Content, here: Here) -> Trainee:
    told = content["training"]
    trainee = Trainee.objects.create(
        person=here.person,
        programme_id=here.programme.pk,
        home_town=told["home_town"],
        part1_exception=told["part1_exception"],
        **{
            name: _day(told[name])
            for name in ("started_on", "finished_on", "licensed_on", "part1_completed_on")
        },
    )
    trainee.goal_sets.set(row for code in told["goal_sets"] if (row := goal_set(code)))
    trainee.earlier_goal_sets.set(row for code in told["earlier_goal_sets"] if (row := goal_set(code)))
    return trainee


def _enrolments(content: Content, trainee: Trainee, here: Here) -> Iterable[Any]:
    """Programmes that are known here; where the last is not, the chosen one from today."""
    for entry in content["enrolments"]:
        if (found := programme(entry["programme"])) and (entry["to_day"] or found.pk == here.programme.pk):
            yield trainee.enrolments.create(programme_id=found.pk, **_days(entry))
    if not trainee.enrolments.filter(to_day=None).exists():
        yield trainee.enrolments.create(
            programme_id=here.programme.pk, from_day=timezone.localdate(here.now), recorded_at=here.now
        )


def _posts(content: Content, trainee: Trainee) -> Iterable[Any]:
    """Posts at departments that are known here."""
    known = organisations({entry["department"] for entry in content["posts"]})
    for entry in content["posts"]:
        if department := known.get(entry["department"]):
            shares = {name: entry[name] for name in ("percent", "research_percent")}
            yield trainee.employments.create(department=department, **shares, **_days(entry))


def _services(content: Content, trainee: Trainee, here: Here) -> Iterable[Any]:
    for entry in content["service"]:
        yield trainee.services.create(
            kind=entry["kind"],
            percent=entry["percent"],
            confirmed_on=_day(entry["confirmed_on"]),
            **here.arena(entry),
            **_days(entry),
        )


def _absences(content: Content, trainee: Trainee) -> Iterable[Any]:
    for entry in content["absence"]:
        yield trainee.absences.create(kind=entry["kind"], percent=entry["percent"], **_days(entry))


def _credits(content: Content, trainee: Trainee, here: Here) -> Iterable[Any]:
    for entry in content["phase_credits"]:
        yield trainee.phase_credits.create(
            phase=entry["phase"],
            months=Decimal(entry["months"]),
            reason=entry["reason"],
            decided_on=_day(entry["decided_on"]),
            decided_by_id=here.who(entry["decided_by"]),
            recorded_at=_moment(entry["recorded_at"]),
        )


def _statuses(content: Content, trainee: Trainee, here: Here) -> Iterable[Any]:
    goals = [goal for group in content["goal_sets"] for goal in group["goals"]]
    rows = trainee.goal_statuses.model
    return rows._base_manager.bulk_create(
        rows(
            trainee=trainee,
            goal_id=here.goals[f"{goal['set']}/{goal['code']}"],
            state=entry["state"],
            on=_day(entry["on"]),
            recorded_at=_moment(entry["recorded_at"]),
            by_id=here.who(entry["by"]),
            grounds=entry["grounds"],
        )
        for goal in goals
        for entry in goal["states"]
    )


def _activities(
    content: Content, members: Mapping[str, Member], trainee: Trainee, here: Here, made: Made
) -> None:
    entries = content["activities"]
    rows = Activity.objects.bulk_create(_activity(entry, trainee, here) for entry in entries)
    _note(made, rows)
    named = Activity.goals.through
    links = named.objects.bulk_create(
        named(activity_id=row.pk, goal_id=here.goals[goal])
        for row, entry in zip(rows, entries, strict=True)
        for goal in entry["goals"]
    )
    _note(made, links)
    pairs = list(zip(rows, entries, strict=True))
    _note(made, [_file(row, file, members) for row, entry in pairs for file in entry["files"]])
    for row, entry in pairs:
        for told in entry["signatures"]:
            ask = _ask(row, told, trainee, here)
            _note(made, [ask])
            _note(made, [_answer(ask, answer, here) for answer in told["answers"]])


def _activity(entry: Content, trainee: Trainee, here: Here) -> Activity:
    same = {name: entry[name] for name in ("key", "kind", "template", "title", "count", "note", "state")}
    return Activity(trainee=trainee, by_id=here.who(entry["by"]), **same, **here.arena(entry), **_days(entry))


def _file(row: Activity, file: Content, members: Mapping[str, Member]) -> ActivityFile:
    return ActivityFile.objects.create(
        activity=row,
        data=members[file["member"]].data,
        added_at=_moment(file["added_at"]),
        **{name: file[name] for name in ("name", "kind", "size", "digest")},
    )


def _ask(row: Activity, told: Content, trainee: Trainee, here: Here) -> Ask:
    return Ask.objects.create(
        trainee=trainee,
        kind="signature",
        activity=row,
        role=told["role"],
        state=told["state"],
        asked_id=here.who(told["asked"]),
        name=told["asked"]["name"] if told["asked"] else "",
        email="",
        by_id=here.who(told["by"]),
        **{name: _moment(told[name]) for name in ("asked_at", "expires_at", "closed_at")},
    )


def _answer(ask: Ask, told: Content, here: Here) -> SignatureAnswer:
    return SignatureAnswer.objects.create(
        ask=ask,
        by_id=here.who(told["by"]),
        name=told["by"]["name"] if told["by"] else "",
        email="",
        at=_moment(told["at"]),
        undone_at=_moment(told["undone_at"]),
        **{name: told[name] for name in ("outcome", "level", "comment", "way", "content")},
    )


def _assessments(content: Content, trainee: Trainee, here: Here) -> Iterable[Assessment]:
    keys = {str(row.key): row.pk for row in Activity.objects.filter(trainee=trainee).only("key")}
    for form in content["forms"]:
        facts = {"code": form["form"], "content": form["content"], "kept_at": here.now}
        FormWording.objects.get_or_create(digest=form["digest"], defaults=facts)
    earlier: dict[str, Assessment] = {}
    for entry in sorted(content["assessments"], key=lambda told: str(told["recorded_at"])):
        row = Assessment.objects.create(
            trainee=trainee,
            activity_id=keys.get(entry["activity"] or ""),
            on=_day(entry["on"]),
            assessor_id=here.who(entry["assessor"]),
            name=entry["assessor"]["name"] if entry["assessor"] else "",
            corrects=earlier.get(entry["corrects"] or ""),
            recorded_at=_moment(entry["recorded_at"]),
            **{name: entry[name] for name in ("form", "form_digest", "level", "narrative", "answers")},
        )
        row.goals.set(here.goals[goal] for goal in entry["goals"])
        earlier[entry["recorded_at"]] = row
        yield row

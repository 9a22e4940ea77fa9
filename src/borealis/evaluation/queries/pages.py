"""Surveys as pages show them: figures once five have answered and it is over, the years beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from borealis.evaluation.models import Survey, SurveyMeasure
from borealis.evaluation.permissions import leads, surveys_visible
from borealis.evaluation.rules import FEWEST, Tally, acts_from, is_over, is_shown, tallied
from borealis.evaluation.wording import MEASURE_ACTS, MEASURE_WORDS
from borealis.people.queries import Viewer
from borealis.portfolio.assessment.rules.shares import Share, share
from borealis.shell.language import text_in
from borealis.shell.words import day_short

KINDS = ("attention", "waiting", "not_begun", "begun", "reached")  # the looks of five steps, the best last
_SPREAD = {2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
COLOURS = {"planned": "neutral", "begun": "info", "done": "success", "dropped": "neutral"}


@dataclass(frozen=True)
class Standing:
    """How a survey stands: open, over with too few, or shown."""

    survey: Survey
    answered: int
    over: bool
    shown: bool
    words: str


@dataclass(frozen=True)
class QuestionLine:
    """A question with its bar, in words, and the share that is good in each year that is shown."""

    text: str
    parts: tuple[tuple[str, float], ...]
    number: int
    label: str
    counts: tuple[int, ...]
    good: Share
    years: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class MeasureLine:
    """What is done, with what can be done about it next."""

    row: SurveyMeasure
    state: str
    colour: str
    acts: tuple[tuple[str, Any], ...]


def standing_of(survey: Survey, today: dt.date) -> Standing:
    """How a survey stands on a day."""
    answered = survey.answers.count()
    over = is_over(survey.closes_on, survey.tickets.count(), today)
    facts = {
        "answered": answered,
        "asked": survey.asked,
        "day": day_short(survey.closes_on),
        "fewest": FEWEST,
    }
    if is_shown(answered, over):
        words = _("%(answered)s av %(asked)s svarte.") % facts
    elif over:
        words = _("%(answered)s av %(asked)s svarte. Svarene vises ikke, for det må være minst fem.") % facts
    else:
        words = _("Åpen til og med %(day)s. Svarene vises når den er over, hvis minst fem har svart.") % facts
    return Standing(survey, answered, over, is_shown(answered, over), words)


def survey_of(department_id: int, year: int) -> int:
    """The key of a department's survey of a year; raises Survey.DoesNotExist."""
    return Survey.objects.get(department_id=department_id, year=year).pk


def survey_page(survey: Survey, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """A survey: figures for everyone who sees it, the words only for who leads."""
    standing = standing_of(survey, today)
    may_lead = leads(viewer, survey)
    earlier = Survey.objects.filter(department=survey.department, year__lte=survey.year).order_by("year")
    shown = [row for row in earlier if standing_of(row, today).shown] if standing.shown else []
    return {
        "standing": standing,
        "survey": survey,
        "name": text_in(survey.content["name"]),
        "leads": may_lead,
        "scale": [text_in(step["name"]) for step in survey.content["scale"]],
        "legend": list(
            zip(_looks(survey), [text_in(s["name"]) for s in survey.content["scale"]], strict=True)
        ),
        "years": [row.year for row in shown],
        "lines": _lines(survey, shown),
        "texts": list(survey.texts.values_list("words", flat=True)) if may_lead and standing.shown else [],
        "measures": measure_lines(survey, may_lead),
    }


def _tallies(survey: Survey) -> dict[str, Tally]:
    content = survey.content
    codes = [question["code"] for question in content["questions"]]
    scale = [step["value"] for step in content["scale"]]
    answers = list(survey.answers.values_list("answers", flat=True))
    return {tally.code: tally for tally in tallied(codes, scale, content["good_from"], answers)}


def _looks(survey: Survey) -> list[str]:
    """A look for each step of the scale, the middle ones twice in scales of more than five."""
    number = len(survey.content["scale"])
    spots = _SPREAD.get(number) or tuple(round(4 * n / (number - 1)) for n in range(number))
    return [KINDS[spot] for spot in spots]


def _lines(survey: Survey, shown: Iterable[Survey]) -> list[QuestionLine]:
    by_year = {row.year: _tallies(row) for row in shown}
    own, looks = by_year.get(survey.year, {}), _looks(survey)
    names = [text_in(step["name"]) for step in survey.content["scale"]]
    lines = []
    for question in survey.content["questions"]:
        tally = own.get(question["code"])
        if tally is None:
            continue
        said = ", ".join(f"{name}: {count}" for name, count in zip(names, tally.counts, strict=True))
        years = tuple(
            (year, round(100 * found[tally.code].share))
            for year, found in by_year.items()
            if tally.code in found
        )
        parts = tuple(zip(looks, map(float, tally.counts), strict=True))
        text = text_in(question["text"])
        good = share(tally.good, tally.number)
        lines.append(QuestionLine(text, parts, tally.number, f"{text}. {said}", tally.counts, good, years))
    return lines


def measure_lines(survey: Survey, may_lead: bool) -> list[MeasureLine]:
    """What is done about a survey, by the day it is due."""
    return [
        MeasureLine(
            row,
            str(MEASURE_WORDS[row.state]),
            COLOURS[row.state],
            tuple((act, MEASURE_ACTS[act]) for act in acts_from(row.state)) if may_lead else (),
        )
        for row in survey.measures.select_related("owner")
    ]


def own_page(viewer: Viewer, department_id: int, today: dt.date) -> dict[str, Any]:
    """For trainees: how the surveys of the own department stand, and what was done about them."""
    rows = surveys_visible(viewer).filter(department_id=department_id)
    return {"surveys": [(standing_of(row, today), measure_lines(row, may_lead=False)) for row in rows]}


def department_page(viewer: Viewer, department_id: int, today: dt.date) -> dict[str, Any]:
    """For who leads: the years, and whether this year's is opened."""
    rows = [standing_of(row, today) for row in surveys_visible(viewer).filter(department_id=department_id)]
    return {"surveys": rows, "opened": any(row.survey.year == today.year for row in rows)}

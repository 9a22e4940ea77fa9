"""Evaluation in the demonstration: two years ago too few answered, last year five did, this year's is open."""

from __future__ import annotations

import datetime as dt

from borealis.demo.work import HEAD, SUPERVISOR
from borealis.evaluation import actions
from borealis.evaluation.queries import survey_of
from borealis.organisations.queries import organisation

YEAR, OPEN = dt.timedelta(days=366), dt.timedelta(days=21)
CODES = ("plan", "guidance", "supervision", "study_time", "teaching", "feedback", "speak_up", "recommend")
LAST_YEAR = (
    ((4, 5, 4, 2, 3, 4, 4, 5), "Fordypningstiden går til vakter nesten hver fredag."),
    ((5, 4, 5, 2, 4, 3, 4, 4), ""),
    ((3, 4, 4, 1, 3, 4, 5, 4), "Mer undervisning om PET hos barn, takk."),
    ((4, 5, 4, 3, 4, 4, 4, 4), "Veiledningen bør bli som den er."),
    ((4, 3, 5, 2, 2, 3, 4, 4), ""),
)
LEAD = "Oddvar Fjelltind"


def evaluate(people: dict[str, int], now: dt.datetime, today: dt.date) -> None:
    """Three years of evaluation."""
    for back, answers in ((2, LAST_YEAR[:4]), (1, LAST_YEAR), (0, LAST_YEAR[:3])):
        at = now - back * YEAR
        words = _open(people, at, today - back * YEAR)
        for word, (values, text) in zip(words, answers, strict=False):
            given = dict(zip(CODES, values, strict=True))
            actions.answer_survey(word=word, answers=given, words=text, now=at)
    _decide(people, now - YEAR + 2 * OPEN, today - YEAR)


def _open(people: dict[str, int], at: dt.datetime, day: dt.date) -> list[str]:
    place = organisation("unn-pet").pk
    return actions.open_survey(by=people[HEAD], department_id=place, closes_on=day + OPEN, now=at)


def _decide(people: dict[str, int], at: dt.datetime, day: dt.date) -> None:
    """What was done about last year's."""
    survey = survey_of(organisation("unn-pet").pk, day.year)
    head = people[HEAD]
    study = actions.add_survey_measure(
        by=head,
        survey_id=survey,
        what="Fordypningstiden står i tjenesteplanen på faste fredager",
        owner_id=head,
        by_day=day + 5 * OPEN,
        now=at,
    )
    later = at + 4 * OPEN
    result = "Innført fra våren. Bytter meldes til lederen."
    actions.step_survey_measure(by=head, measure_id=study.pk, act="begin", now=at + OPEN)
    actions.step_survey_measure(by=head, measure_id=study.pk, act="finish", result=result, now=later)
    children = actions.add_survey_measure(
        by=people[LEAD],
        survey_id=survey,
        what="To undervisningstimer om PET hos barn hvert halvår",
        owner_id=people[SUPERVISOR],
        by_day=day + 20 * OPEN,
        now=at,
    )
    actions.step_survey_measure(by=people[LEAD], measure_id=children.pk, act="begin", now=later)

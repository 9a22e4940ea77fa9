"""What a doctorate would do to the plans: nothing is stored, and what is told is what registering it would give."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import sys
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from borealis.plans.queries.what_if import NotInPlans, Study, what_if, with_study
from borealis.plans.rules.content import Unplaced
from borealis.plans.rules.months import number
from borealis.research.queries.what_if_page import what_if_page
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import training_record
from borealis.trainees.rules import EmploymentPeriod, add_months
from tests.conftest import Told
from tests.research.conftest import ASLAK, HEAD, NORA

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def study(told: Told, percent: int, years: int) -> Study:
    first = add_months(told.today.replace(day=1), 6)
    return Study(first, add_months(first, 12 * years) - DAY, percent)


def test_full_time_research_moves_the_end_by_as_long_and_writes_nothing(told: Told) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = what_if("unn-nuk", told.trainees[ASLAK], study(told, 100, 3), told.today)
    assert not [q["sql"] for q in queries if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
    before, after = found.without[told.trainees[ASLAK]], found.with_study[told.trainees[ASLAK]]
    assert number(after.planned_end) - number(before.planned_end) >= 36
    assert number(after.agreed_end) - number(before.agreed_end) == 36
    assert not after.unplaced


def test_half_time_research_takes_longer_and_no_colleague_changes_without_being_told(told: Told) -> None:
    trainee = told.trainees[ASLAK]
    found = what_if("unn-nuk", trainee, study(told, 50, 6), told.today)
    assert number(found.with_study[trainee].agreed_end) > number(found.without[trainee].agreed_end)
    changed = {pk for pk, plan in found.without.items() if plan.stints != found.with_study[pk].stints}
    assert changed - {trainee} <= set(found.changes())


def test_whoever_is_left_without_a_place_is_not_said_to_be_finished(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the one who asks the page says what is missing; of a colleague it says the same, not an earlier end."""
    trainee = Trainee.objects.get(pk=told.trainees[ASLAK])
    found = what_if("unn-nuk", trainee.pk, study(told, 50, 6), told.today)
    colleague = next(pk for pk in found.without if pk != trainee.pk)
    left = (Unplaced("pet", 3.0, "no_place"),)
    plans = found.without | {trainee.pk: found.with_study[trainee.pk]}
    for pk in (trainee.pk, colleague):
        plans[pk] = dataclasses.replace(plans[pk], unplaced=left, stints=plans[pk].stints[:-1])
    monkeypatch.setattr(
        sys.modules[what_if_page.__module__],
        "what_if",
        lambda *_, **__: dataclasses.replace(found, with_study=plans),
    )
    with translation.override("nb"):
        page = what_if_page(trainee, study(told, 50, 6), told.today, names_all=False)
    assert page["sentence"].startswith("Ikke ferdig: 3 måneder uten plass.")
    assert page["facts"][0]["value"] == page["rows"][0]["end"] == "Ikke ferdig"
    assert page["facts"][0]["why"] == "3 måneder uten plass"
    assert page["facts"][3]["value"] == "Ingen"
    assert any(one["text"].endswith("3 måneder uten plass") for one in page["others"])


def test_who_has_left_the_plans_is_told_so(told: Told) -> None:
    with pytest.raises(NotInPlans):
        what_if("unn-nuk", 987654, study(told, 50, 6), told.today)


def test_a_post_gives_research_its_share_and_what_was_research_already_stays(told: Told) -> None:
    record = training_record(told.trainees[NORA])
    first = record.employments[1].from_day + 10 * DAY
    posts = with_study(record, Study(first, first + 100 * DAY, 50)).employments
    shares = [(post.from_day, post.percent, post.research_percent) for post in posts]
    assert (first, 50, 50) in shares
    assert all(isinstance(post, EmploymentPeriod) for post in posts)
    assert all(post.percent + post.research_percent <= 100 for post in posts)
    assert all(a.to_day is not None and a.to_day < b.from_day for a, b in pairwise(posts))


def test_the_page_answers_first_and_names_colleagues_plans_to_the_head_alone(told: Told) -> None:
    start = add_months(told.today.replace(day=1), 6)
    address = f"/lis/forskning/{told.trainees[ASLAK]}/hva-om/?percent=50&from_day={start}&years=6"
    own, heads = (told.client(who).get(address).content.decode() for who in (ASLAK, HEAD))
    assert "Ferdig spesialist" in own
    assert "i stedet for" in own
    assert own.count('class="pc-n"') == 1
    assert heads.count('class="pc-n"') >= own.count('class="pc-n"')


@pytest.mark.parametrize(
    "query", ["percent=7", "percent=50&from_day=x&years=3", "percent=50&years=99", "percent="]
)
def test_what_cannot_be_asked_is_said_at_the_field(told: Told, query: str) -> None:
    answer = told.client(ASLAK).get(f"/lis/forskning/{told.trainees[ASLAK]}/hva-om/?{query}")
    assert answer.status_code == 422
    assert "ds-error-summary" in answer.content.decode()

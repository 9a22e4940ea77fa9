"""The page on which an assessment is given, whichever way it was come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.portfolio.assessment import queries
from borealis.portfolio.assessment.forms import GiveForm
from borealis.portfolio.assessment.library import form_in_use
from borealis.portfolio.models import Activity, Assessment
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee


@dataclass(frozen=True)
class Giving:
    """Of whom, on which form, by whom (None: by a link, without an account), through which action.

    ``thanks`` is the name of the page to go to afterwards; empty: the assessment itself.
    """

    trainee: Trainee
    form: str
    by: int | None
    record: Callable[..., Any]
    activity: Activity | None = None
    corrects: Assessment | None = None
    by_link: bool = False


def give_page(request: HttpRequest, giving: Giving, words: dict[str, Any]) -> HttpResponse:
    """Show the form; record what was sent; keep what was typed when it is refused."""
    listed = form_in_use(giving.form)
    if listed is None:
        raise Http404("form")
    proposed, ticked, place = queries.proposed_goals(giving.trainee, giving.activity, timezone.localdate())
    form = GiveForm(
        request.POST or None,
        asked=listed.form,
        proposed=proposed,
        goals=queries.goal_choices(giving.trainee),
        record=giving.record,
        initial=_initial(giving, ticked),
    )
    if request.method == "POST" and form.store(by=giving.by, now=timezone.now()):
        return _done(request, giving, form.result)
    page = {
        **words,
        "form": form,
        "name": text_in(listed.form.name),
        "purpose": text_in(listed.form.purpose),
        "activity": giving.activity,
        "corrects": giving.corrects,
        "by_link": giving.by_link,
        "ticked": ticked,
        "proposed_from": place,
        "first_name": giving.trainee.person.name.split()[0],
    }
    template = "portfolio/assessment/give.html"
    return render(request, template, page, status=422 if form.is_bound else 200)


def _initial(giving: Giving, ticked: list[str]) -> dict[str, Any]:
    """What stands there at first: today and the activity's goals, or what is to be corrected."""
    old = giving.corrects
    if old is None:
        day = giving.activity.from_day if giving.activity else timezone.localdate()
        return {"on": day, "goals": ticked}
    goals = [str(pk) for pk in old.goals.values_list("pk", flat=True)]
    answers = {f"q_{code}": str(value) for code, value in old.answers.items()}
    level = "" if old.level is None else str(old.level)
    return {
        **answers,
        "on": old.on,
        "narrative": old.narrative,
        "level": level,
        "goals": goals,
        "more": goals,
    }


def _done(request: HttpRequest, giving: Giving, row: Assessment) -> HttpResponse:
    if giving.by_link:
        return render(request, "portfolio/assessment/thanks.html", {"trainee": giving.trainee})
    name = giving.trainee.person.name
    messages.success(request, _("Vurderingen er gitt. %(name)s ser den nå.") % {"name": name})
    return redirect("assessment", trainee=row.trainee_id, pk=row.pk)

"""The style guide: every component and chart with examples. Shown in the demo and while developing.

The people and figures are made up, and agree with each other.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from borealis.shell.charts import Block, EndMark, Segment, TimelineChart
from borealis.shell.findings import Finding
from borealis.shell.icons import PATHS

TODAY = dt.date(2026, 11, 25)


def _timeline() -> TimelineChart:
    day = dt.date
    return TimelineChart(
        first=day(2021, 9, 1),
        last=day(2029, 10, 31),
        today=TODAY,
        segments=(
            Segment("done", day(2021, 9, 1), day(2023, 2, 28), label="LIS1", sublabel="18 md"),
            Segment("done", day(2023, 3, 1), day(2025, 2, 28), label="PET-senteret", sublabel="24 md"),
            Segment(
                "leave", day(2025, 3, 1), day(2025, 10, 31), label="Permisjon", short="Perm.", sublabel="8 md"
            ),
            Segment(
                "done",
                day(2025, 11, 1),
                day(2026, 8, 31),
                label="PET-senteret",
                short="PET",
                sublabel="10 md",
            ),
            Segment(
                "now", day(2026, 9, 1), day(2028, 8, 31), "upper", "PET-senteret 50 %", "12 md", "PET 50 %"
            ),
            Segment("research", day(2026, 9, 1), day(2028, 8, 31), "lower", "Ph.d. 50 %", "12 md"),
            Segment("waiting", day(2028, 9, 1), day(2028, 10, 31), label="Venter", sublabel="2 md"),
            Segment("planned", day(2028, 11, 1), day(2029, 6, 30), label="Røntgen", sublabel="8 md"),
        ),
        norm=day(2028, 2, 28),
        forecast=day(2029, 6, 30),
        earliest=day(2029, 4, 1),
        latest=day(2029, 10, 31),
        title="Tidslinje for utdanningsplanen",
        description="LIS1 18 måneder og PET-senteret 24 måneder er ferdig, deretter permisjon 8 måneder og "
        "PET-senteret 10 måneder. Nå: PET-senteret 50 prosent og ph.d. 50 prosent til august 2028. Så Røntgen "
        "fra november 2028. Ventet ferdig juni 2029, sannsynlig april til oktober 2029",
    )


def _comparison() -> list[dict[str, Any]]:
    """One trainee's plan before and after, and one that is the same in both."""
    day = dt.date
    pet, leave = ("PET-senteret", "PET"), ("Permisjon", "Perm.")
    return [
        {
            "name": "Sunniva Vindmåke",
            "ends": "feb. 2029, 7 md før",
            "before": (
                Block("old", day(2027, 1, 1), day(2027, 2, 28), *pet),
                Block("leave", day(2027, 3, 1), day(2027, 12, 31), *leave),
                Block("old", day(2028, 1, 1), day(2029, 6, 30), *pet),
                Block("ghost", day(2029, 7, 1), day(2029, 9, 30), "Røntgen", "R"),
            ),
            "after": (
                Block("old", day(2027, 1, 1), day(2027, 2, 28), *pet),
                Block("leave", day(2027, 3, 1), day(2027, 12, 31), *leave),
                Block("changed", day(2028, 1, 1), day(2028, 3, 31), "Røntgen", "R"),
                Block("old", day(2028, 4, 1), day(2029, 2, 28), *pet),
            ),
            "before_end": EndMark(day(2029, 9, 30)),
            "after_end": EndMark(day(2029, 2, 28), changed=True),
            "label": "Sunniva Vindmåke: ferdig sep. 2029 i dagens plan, feb. 2029 i forslaget",
        },
        {
            "name": "Jonas Polarrev",
            "ends": "april 2031, uendret",
            "before": (Block("old", day(2026, 6, 1), day(2029, 12, 31), *pet),),
            "after": (Block("old", day(2026, 6, 1), day(2029, 12, 31), *pet),),
            "before_end": None,
            "after_end": None,
            "label": "Jonas Polarrev: ferdig april 2031 i dagens plan og i forslaget",
        },
    ]


def _trainees() -> list[dict[str, Any]]:
    day = dt.date
    return [
        {
            "name": "Sunniva Vindmåke",
            "place": "År 4 · PET-senteret",
            "goals": 45,
            "goals_words": "45 godkjent, 2 venter, 14 i gang av 88",
            "held_words": "6 av 8 holdt, 1 avtalt",
            "hours_words": "55 av 70 timer",
            "hours_parts": [("reached", 55)],
            "parts": [("reached", 45), ("sent", 2), ("begun", 14)],
            "forecast": (day(2028, 2, 28), day(2029, 9, 30), day(2029, 6, 1), day(2030, 1, 1)),
            "end": "sep. 2029",
            "difference": "+19 md: 12 avtalt, 7 venting",
            "amber": True,
            "held": (6, 1, 8),
            "hours": 55,
            "finding": Finding(
                "plan_broken_by_leave",
                "attention",
                "plans.Plan:1",
                "Permisjon fra mars 2027 gjør planen ugyldig.",
                "Nytt forslag er klart",
                "Se forslaget",
                "#sammenligning",
            ),
        },
        {
            "name": "Maja Lomvi",
            "place": "År 5 · PET-senteret",
            "goals": 79,
            "goals_words": "79 godkjent, 3 venter, 6 i gang av 88",
            "held_words": "7 av 8 holdt, 1 avtalt",
            "hours_words": "61 av 70 timer",
            "hours_parts": [("reached", 61)],
            "parts": [("reached", 79), ("sent", 3), ("begun", 6)],
            "forecast": (day(2027, 2, 28), day(2027, 2, 28), day(2027, 1, 1), day(2027, 5, 1)),
            "end": "feb. 2027",
            "difference": "i rute",
            "amber": False,
            "held": (7, 1, 8),
            "hours": 61,
            "finding": None,
        },
    ]


GOAL_GROUPS = (
    ("Strålevern", 4, (4, 0, 0)),
    ("Basalfag", 9, (7, 1, 1)),
    ("Organdiagnostikk", 17, (9, 2, 4)),
    ("Onkologisk diagnostikk", 16, (6, 1, 5)),
    ("Radionuklidterapi", 6, (1, 0, 2)),
    ("Barn", 1, (0, 0, 0)),
)

PLACES = (
    ("PET-tolkning", 3, (3, 3, 3, 2, 2, 1)),
    ("Gammakamera", 2, (1, 1, 2, 2, 1, 0)),
    ("Røntgen CT", 1, (1, 1, 2, None, 2, 0)),
)


def _goal_groups() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "total": total,
            "reached": counts[0],
            "parts": list(zip(("reached", "sent", "begun"), counts, strict=True)),
            "label": f"{counts[0]} godkjent, {counts[1]} venter, {counts[2]} i gang av {total}",
        }
        for name, total, counts in GOAL_GROUPS
    ]


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """All that pages are built from, on one page."""
    context = {
        "today": TODAY,
        "chart": _timeline(),
        "segments": _timeline().segments,
        "goal_groups": _goal_groups(),
        "trainees": _trainees(),
        "comparison": _comparison(),
        "from_year": dt.date(2027, 1, 1),
        "to_year": dt.date(2032, 12, 31),
        "compare_from": dt.date(2027, 1, 1),
        "compare_to": dt.date(2029, 12, 31),
        "months": ("des", "jan", "feb", "mar", "apr", "mai"),
        "places": PLACES,
        "icons": sorted(PATHS),
        "calm": Finding(
            "agreement_ends",
            "information",
            "organisations.Agreement:1",
            "Avtalen med Røntgen løper ut 31.12.2027.",
            "Oppholdet begynner i november 2028",
            source="§ 22 c",
        ),
    }
    return render(request, "shell/style_guide.html", context)


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Navn på arenaen", max_length=80)
    arena = forms.ChoiceField(label="Arena", choices=[("", "Velg"), ("ct", "Røntgen CT"), ("hot", "Hot-lab")])
    first = forms.DateField(
        label="Første dag",
        help_text="For eksempel 3.12.2026.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    percent = forms.IntegerField(label="Stillingsprosent", min_value=1, max_value=100, initial=100)
    kind = forms.ChoiceField(
        label="Slag",
        choices=[("full", "Heltid"), ("part", "Deltid")],
        widget=forms.RadioSelect,
        help_text="Deltid teller etter prosenten.",
    )
    seen = forms.BooleanField(label="Jeg har lest planen", required=False)
    comment = forms.CharField(
        label="Merknad",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ingen opplysninger om pasienter her.",
    )


def style_guide_form(request: HttpRequest) -> HttpResponse:
    """A form as it comes, and as it comes back; ``?feil=1`` shows the errors."""
    data = {"percent": "140", "first": "31.2.2026", "kind": "half"} if "feil" in request.GET else None
    return render(request, "shell/style_guide_form.html", {"form": ExampleForm(data)})

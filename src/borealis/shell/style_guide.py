"""The style guide: every component and chart with examples. Shown in the demo and while developing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def style_guide(request: HttpRequest) -> HttpResponse:
    """All that pages are built from, on one page."""
    return render(request, "shell/style_guide.html", {})

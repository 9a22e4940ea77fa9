"""Addresses: /<role>/<subject>/<id>, in Norwegian words that stay."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("borealis.shell.urls")),
    path("", include("borealis.people.urls")),
    path("", include("borealis.privacy.urls")),
    path("", include("borealis.personnel.urls")),
    path("", include("borealis.curriculum.urls")),
    path("", include("borealis.programmes.urls")),
    path("", include("borealis.trainees.urls")),
    path("", include("borealis.plans.urls")),
    path("", include("borealis.guidance.urls")),
    path("", include("borealis.teaching.urls")),
    path("", include("borealis.courses.urls")),
    path("", include("borealis.rosters.urls")),
    path("", include("borealis.portfolio.urls")),
    path("", include("borealis.research.urls")),
    path("", include("borealis.improvement.urls")),
    path("", include("borealis.evaluation.urls")),
    path("", include("borealis.calendars.urls")),
    path("", include("borealis.overview.urls")),
]
if settings.DEMO:
    urlpatterns.insert(0, path("", include("borealis.demo.urls")))

handler400 = "borealis.shell.views.bad_request"
handler404 = "borealis.shell.views.not_found"
handler403 = "borealis.shell.views.forbidden"
handler500 = "borealis.shell.views.server_error"

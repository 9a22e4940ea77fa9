"""Addresses of weeks, a department's day, and bringing rosters in."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.rosters.views import absences, departments, imports, weeks

urlpatterns: list[URLPattern] = [
    path("uke/", weeks.own_week, name="week_own"),
    path("uke/<int:person>/", weeks.week, name="week"),
    path("vaktplan/", departments.own_departments, name="roster_own"),
    path("vaktplan/<slug:code>/", departments.day, name="roster_day"),
    path("vaktplan/<slug:code>/uke/", departments.department_week, name="roster_week"),
    path("tjenesteplaner/", imports.kept, name="roster_kept"),
    path("vaktplan/<slug:code>/hent/", imports.imports, name="roster_imports"),
    path("vaktplan/<slug:code>/fravaer/", absences.absences, name="roster_absences"),
    path("vaktplan/<slug:code>/fravaer/<int:trainee>/", absences.confirm, name="roster_absence"),
    path("vaktplan/<slug:code>/hent/<int:pk>/", imports.import_page, name="roster_import"),
    path("vaktplan/<slug:code>/hent/<int:pk>/bruk/", imports.apply, name="roster_apply"),
    path("vaktplan/<slug:code>/hent/<int:pk>/legg-bort/", imports.discard, name="roster_discard"),
    path("vaktplan/<slug:code>/hent/<int:pk>/angre/", imports.undo, name="roster_undo"),
]

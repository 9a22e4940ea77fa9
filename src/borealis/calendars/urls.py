"""Addresses of calendars: choices under /meg/, the private feed under /kalender/, a roster's file."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.calendars import views

urlpatterns: list[URLPattern] = [
    path("meg/kalender/", views.own, name="calendar_own"),
    path("meg/kalender/adresse/", views.make, name="calendar_make"),
    path("meg/kalender/avslutt/", views.end, name="calendar_end"),
    path("vaktplan/<slug:code>/fredet/", views.protected, name="roster_protected"),
    path("vaktplan/<slug:code>/fredet/fil/", views.protected_file, name="roster_protected_file"),
    path("kalender/<str:word>/borealis.ics", views.feed, name="calendar_feed"),
]

"""Addresses of the subject."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.privacy import views

urlpatterns: list[URLPattern] = [
    path("meg/personvern/", views.own_privacy, name="own_privacy"),
    path("meg/personvern/last-ned/", views.own_archive, name="own_archive"),
    path("meg/innsyn/", views.own_events, name="own_events"),
    path("revisor/", views.the_record, name="record"),
    path("revisor/hendelser.csv", views.record_file, name="record_file"),
]

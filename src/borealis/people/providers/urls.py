"""Addresses of signing in with a provider."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.people.providers import views

urlpatterns: list[URLPattern] = [
    path("logg-inn/med/<slug:provider>/", views.start, name="provider_start"),
    path("logg-inn/med/<slug:provider>/svar/", views.answer, name="provider_answer"),
    path("meg/tilknytninger/", views.ties, name="provider_ties"),
    path("meg/tilknytninger/<slug:provider>/knytt/", views.link, name="provider_link"),
    path("meg/tilknytninger/<slug:provider>/fjern/", views.unlink, name="provider_unlink"),
]

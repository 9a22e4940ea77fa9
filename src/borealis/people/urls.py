"""Addresses of the subject."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.people import views

urlpatterns: list[URLPattern] = [
    path("sprak/", views.language, name="language"),
]

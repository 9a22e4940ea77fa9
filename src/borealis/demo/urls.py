"""Addresses that exist in the demonstration only."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.demo import views

urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("demo/som/", views.become, name="become"),
    path("demo/ut/", views.leave, name="leave"),
]

"""Addresses that exist in the demonstration only."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.demo import views

urlpatterns: list[URLPattern] = [path("demo/som/", views.become, name="become")]

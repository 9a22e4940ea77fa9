"""Addresses of weeks, a department's day, and bringing rosters in."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.offline import views

urlpatterns: list[URLPattern] = [
    path("sw.js", views.service_worker, name="service_worker"),
    path("frakoblet/<slug:code>/", views.page, name="offline"),
    path("lis/ko/", views.queue, name="offline_queue"),
]

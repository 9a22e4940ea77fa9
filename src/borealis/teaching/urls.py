"""Addresses of teaching: everything under /undervisning/."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.teaching import views

urlpatterns: list[URLPattern] = [
    path("undervisning/", views.own, name="teaching"),
    path("undervisning/ny/", views.new, name="teaching_new"),
    path("lis/undervisning/<int:trainee>/plan/", views.plan_part, name="teaching_plan_part"),
    path("lis/undervisning/<int:trainee>/maal/<int:goal>/", views.goal_part, name="teaching_goal_part"),
    path("undervisning/kode/", views.typed, name="teaching_code"),
    path("undervisning/kode/<slug:code>/", views.attend, name="teaching_attend"),
    path("undervisning/kalender/<str:word>.ics", views.partner, name="teaching_partner"),
    path("undervisning/serie/<slug:code>/", views.series, name="teaching_series"),
    path("undervisning/serie/<slug:code>/fordel/", views.plan, name="teaching_plan"),
    path("undervisning/serie/<slug:code>/oppsett/", views.setup, name="teaching_setup"),
    path("undervisning/serie/<slug:code>/enhet/<int:host>/", views.leave, name="teaching_leave"),
    path("undervisning/time/<int:pk>/", views.session, name="teaching_session"),
    path("undervisning/time/<int:pk>/materiale/", views.material, name="teaching_material"),
    path("undervisning/time/<int:pk>/hvem/", views.presenter, name="teaching_presenter"),
    path("undervisning/time/<int:pk>/vert-kan-ikke/", views.withdraw, name="teaching_withdraw"),
    path("undervisning/time/<int:pk>/apne/", views.open_code, name="teaching_open"),
    path("undervisning/time/<int:pk>/holdt/", views.held, name="teaching_held"),
    path("undervisning/time/<int:pk>/avlys/", views.cancel, name="teaching_cancel"),
    path("undervisning/time/<int:pk>/vurder/", views.rate, name="teaching_rate"),
]

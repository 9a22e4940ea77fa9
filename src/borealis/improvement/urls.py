"""Addresses of improvement work, project papers and the common goals."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.improvement import goal_views, measure_views, views

urlpatterns: list[URLPattern] = [
    path("lis/forbedring/", views.own, name="improvement_own"),
    path("leder/forbedring/", views.department, name="improvement_department"),
    path("lis/felles/", goal_views.own, name="common_goals_own"),
    path("lis/felles/<int:trainee>/", goal_views.common_goals, name="common_goals"),
    path("leder/felles/", goal_views.department, name="common_goals_department"),
    path("lis/prosjektoppgave/<int:trainee>/", goal_views.open_paper, name="paper_open"),
    path("prosjektoppgave/<int:pk>/", goal_views.paper, name="paper"),
    path("forbedring/ny/", views.begin, name="improvement_begin"),
    path("forbedring/<int:project>/", views.project, name="improvement"),
    path("forbedring/<int:project>/rett/", views.change, name="improvement_change"),
    path("forbedring/<int:project>/steg/", views.take_step, name="improvement_step"),
    path("forbedring/<int:project>/utproving/", views.new_test, name="test_new"),
    path("forbedring/<int:project>/utproving/<int:pk>/", views.change_test, name="test_change"),
    path("forbedring/<int:project>/maling/", measure_views.new, name="measure_new"),
    path("forbedring/<int:project>/maling/<int:pk>/", measure_views.measure, name="measure"),
    path("forbedring/<int:project>/maling/<int:pk>/grense/", measure_views.freeze, name="measure_freeze"),
    path("forbedring/<int:project>/maling/<int:pk>/hent/", measure_views.take_in, name="measure_import"),
    path(
        "forbedring/<int:project>/maling/<int:pk>/<int:value>/fjern/",
        measure_views.drop,
        name="measure_value_drop",
    ),
]

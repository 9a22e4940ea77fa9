"""Addresses of evaluation. The answer's address names nobody."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.evaluation import views

urlpatterns: list[URLPattern] = [
    path("lis/evaluering/", views.own, name="evaluation_own"),
    path("leder/evaluering/", views.department, name="evaluation_department"),
    path("evaluering/<int:pk>/", views.survey, name="survey"),
    path("evaluering/<int:pk>/tiltak/<int:measure>/", views.step, name="survey_measure_step"),
    path("evaluering/svar/<str:word>/", views.answer, name="survey_answer"),
]

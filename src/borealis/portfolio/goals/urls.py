"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.goals import decision_views, views

urlpatterns: list[URLPattern] = [
    path("lis/maal/<int:trainee>/send/", views.submit, name="goals_submit"),
    path("lis/maal/<int:trainee>/<int:goal>/", views.goal, name="goal"),
    path("lis/maal/<int:trainee>/<int:goal>/begynn/", views.begin, name="goal_begin"),
    path("lis/maal/<int:trainee>/<int:goal>/trekk/", views.recall, name="goal_recall"),
    path("lis/maal/<int:trainee>/<int:goal>/ny-vurdering/", views.ask_again, name="goal_ask_again"),
    path("lis/maal/<int:trainee>/<int:goal>/anbefal/", views.recommend, name="goal_recommend"),
    path(
        "lis/maal/<int:trainee>/<int:goal>/anbefaling/<int:pk>/trekk/",
        views.withdraw,
        name="goal_recommendation_withdraw",
    ),
    path("veileder/maal/", decision_views.recommend_queue, {"role": "guide"}, name="goals_guide_queue"),
    path(
        "supervisor/maal/",
        decision_views.recommend_queue,
        {"role": "supervisor"},
        name="goals_supervisor_queue",
    ),
    path("leder/maal/venter/", decision_views.decide_queue, name="goals_to_decide"),
    path("leder/maal/<int:trainee>/samlet/", decision_views.decide_together, name="goals_decide_together"),
    path("leder/maal/<int:trainee>/<int:goal>/", decision_views.decide, name="goal_decide"),
    path("leder/maal/<int:trainee>/<int:goal>/trekk/", decision_views.revoke, name="goal_revoke"),
]

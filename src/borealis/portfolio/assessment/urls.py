"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.portfolio.assessment.views import own, pages, rounds

ONE, ROUND = "lis/vurderinger/<int:trainee>/", "lis/vurderinger/<int:trainee>/runder/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("lis/vurderinger/", pages.own, name="assessments_own"),
    path(ONE, pages.over_time, name="trainee_assessments"),
    path(f"{ONE}<int:pk>/", pages.one, name="assessment"),
    path(f"{ONE}<int:pk>/rett/", pages.correct, name="assessment_correct"),
    path(f"{ONE}gi/", pages.choose, name="assessment_choose"),
    path(f"{ONE}gi/<slug:kind>/", pages.give, name="assessment_give"),
    path(f"{ONE}be/", pages.ask, name="assessment_ask"),
    path(f"{ONE}be/<int:pk>/trekk/", pages.recall, name="assessment_ask_recall"),
    path(f"{ONE}runder/", rounds.rounds, name="feedback_rounds"),
    path(ROUND, rounds.one, name="feedback_round"),
    path(f"{ROUND}fjern/<int:invitee>/", rounds.remove, name="feedback_invitee_remove"),
    path(f"{ROUND}enig/", rounds.agree, name="feedback_agree"),
    path(f"{ROUND}legg-bort/", rounds.drop, name="feedback_drop"),
    path("meg/vurderinger/", own.own, name="assessor_own"),
    path("meg/vurderinger/<int:pk>/", own.answer, name="assessment_asked"),
    path("meg/vurderinger/<int:pk>/nei/", own.decline, name="assessment_decline"),
    path("vurder/<str:word>/", own.by_link, name="assessment_link"),
    path("svar-uten-navn/<str:word>/", rounds.answer, name="feedback_answer"),
    path("leder/vurderinger/", own.spread, name="assessments_spread"),
]

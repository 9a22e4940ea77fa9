"""Addresses of plans."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.plans import position_views, views

urlpatterns: list[URLPattern] = [
    path("lis/plan/", views.own_plan, name="plan_own"),
    path("lis/plan/<int:trainee>/", views.plan, name="plan"),
    path("lis/plan/<int:trainee>/signer/", views.sign, name="plan_sign"),
    path("lis/plan/<int:trainee>/plan.pdf", views.pdf, name="plan_pdf"),
    path("lis/plan/<int:trainee>/plan.ics", views.calendar, name="plan_calendar"),
    path("lis/plan/<int:trainee>/versjon/<int:number>/", views.version, name="plan_version"),
    path("lis/plan/<int:trainee>/sammenlign/", views.compare, name="plan_compare"),
    path("leder/planer/", views.own_department_plans, name="plans_department"),
    path("leder/planer/<slug:code>/", views.department_plans, name="plans_department"),
    path("leder/planer/<slug:code>/nytt/", views.propose, name="plan_propose"),
    path("leder/planer/<slug:code>/hva-om/", views.what_if, name="plans_what_if"),
    path("leder/planer/<slug:code>/utsikter/", views.outlook, name="plans_outlook"),
    path("leder/planer/<slug:code>/ventede/", position_views.expected, name="plans_expected"),
    path("leder/planer/<slug:code>/ventede/<int:pk>/", position_views.change, name="plans_expected_change"),
    path(
        "leder/planer/<slug:code>/ventede/<int:pk>/fjern/",
        position_views.remove,
        name="plans_expected_remove",
    ),
    path("leder/planer/forslag/<int:pk>/", views.proposal, name="proposal"),
    path("leder/planer/forslag/<int:pk>/godta/", views.accept, name="proposal_accept"),
    path("leder/planer/forslag/<int:pk>/behold/", views.reject, name="proposal_reject"),
]

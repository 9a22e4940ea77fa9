"""Addresses of persons, roles, imports, keys and the feed."""

from __future__ import annotations

from django.urls import URLPattern, path

from borealis.personnel import views
from borealis.personnel.scim import views as scim

urlpatterns: list[URLPattern] = [
    path("roller/", views.roles, name="roles"),
    path("drift/personer/", views.personnel, name="personnel"),
    path("drift/personer/ny/", views.new_person, name="person_new"),
    path("drift/personer/<int:person>/", views.person, name="person"),
    path("drift/personer/<int:person>/rett/", views.change, name="person_change"),
    path("drift/personer/<int:person>/rolle/", views.give_role, name="person_role"),
    path("drift/personer/<int:person>/stilling/", views.add_post, name="person_post"),
    path("drift/personer/<int:person>/godkjenning/", views.approve, name="person_approval"),
    path("drift/personer/<int:person>/konto/", views.account, name="person_account"),
    path("drift/personer/<int:person>/inviter/", views.invite, name="person_invite"),
    path("drift/stillinger/<int:post>/", views.end_post, name="post_end"),
    path("drift/roller/<int:assignment>/", views.change_role, name="role_change"),
    path("drift/innhenting/", views.imports, name="personnel_import"),
    path("drift/innhenting/<int:number>/", views.preview, name="personnel_import_preview"),
    path("drift/innhenting/<int:number>/angre/", views.undo, name="personnel_import_undo"),
    path("drift/nokler/", views.keys, name="feed_keys"),
    path("drift/nokler/<int:key>/trekk-tilbake/", views.revoke, name="feed_key_revoke"),
    path("leder/roller/", views.appointments, name="appointments"),
    path("leder/roller/ny/", views.appoint, name="appointment_new"),
    path("leder/roller/<int:assignment>/", views.change_appointment, name="appointment"),
    path("scim/v2/ServiceProviderConfig", scim.config, name="scim_config"),
    path("scim/v2/ResourceTypes", scim.resource_types, name="scim_resource_types"),
    path("scim/v2/ResourceTypes/<str:name>", scim.resource_types, name="scim_resource_type"),
    path("scim/v2/Schemas", scim.schemas, name="scim_schemas"),
    path("scim/v2/Schemas/<str:name>", scim.schemas, name="scim_schema"),
    path("scim/v2/Users", scim.user_list, name="scim_users"),
    path("scim/v2/Users/<int:key>", scim.user, name="scim_user"),
    path("scim/v2/Groups", scim.group_list, name="scim_groups"),
    path("scim/v2/Groups/<str:name>", scim.group, name="scim_group"),
]

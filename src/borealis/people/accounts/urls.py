"""Addresses of signing in. The names are django-allauth's, so that its flows find their pages."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from borealis.people.accounts import invitation_views, own_views, views

urlpatterns: list[URLPattern] = [
    path("logg-inn/", views.SignIn.as_view(), name="sign_in"),
    path("logg-inn/", views.SignIn.as_view(), name="account_login"),
    path("logg-inn/passnokkel/", views.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("logg-inn/kode/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("logg-inn/stengt/", views.Inactive.as_view(), name="account_inactive"),
    path("logg-ut/", views.SignOut.as_view(), name="sign_out"),
    path("logg-ut/", views.SignOut.as_view(), name="account_logout"),
    path("glemt-passord/", views.Forgotten.as_view(), name="account_reset_password"),
    path("glemt-passord/sendt/", views.ForgottenDone.as_view(), name="account_reset_password_done"),
    re_path(
        r"^glemt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "glemt-passord/ferdig/", views.NewPasswordDone.as_view(), name="account_reset_password_from_key_done"
    ),
    path("invitasjon/", invitation_views.invitation, name="invitation"),
    path("invitasjon/<str:word>/", invitation_views.invitation_link, name="invitation_link"),
    path("meg/", own_views.me, name="me"),
    path("meg/", own_views.me, name="mfa_index"),
    path("meg/bekreft/", views.ProveByPassword.as_view(), name="account_reauthenticate"),
    path("meg/bekreft/kode/", views.ProveByCode.as_view(), name="mfa_reauthenticate"),
    path("meg/bekreft/passnokkel/", views.ProveByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("meg/passord/", views.ChangePassword.as_view(), name="account_change_password"),
    path("meg/passord/nytt/", views.SetPassword.as_view(), name="account_set_password"),
    path("meg/nokler/", views.Passkeys.as_view(), name="mfa_list_webauthn"),
    path("meg/nokler/ny/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("meg/nokler/<int:pk>/navn/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("meg/nokler/<int:pk>/fjern/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("meg/engangskode/", views.TurnOnCode.as_view(), name="mfa_activate_totp"),
    path("meg/engangskode/av/", views.TurnOffCode.as_view(), name="mfa_deactivate_totp"),
    path("meg/reservekoder/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("meg/reservekoder/nye/", views.MakeRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("meg/okter/", own_views.own_sessions, name="usersessions_list"),
    path("meg/innlogginger/", own_views.sign_ins, name="sign_ins"),
]

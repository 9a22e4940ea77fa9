from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "borealis.personnel"
    default_auto_field = "django.db.models.BigAutoField"

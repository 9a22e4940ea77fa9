from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "borealis.rosters"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "borealis.plans"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "borealis.guidance"
    default_auto_field = "django.db.models.BigAutoField"

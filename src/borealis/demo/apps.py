from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "borealis.demo"
    default_auto_field = "django.db.models.BigAutoField"

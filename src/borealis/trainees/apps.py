from django.apps import AppConfig


class TraineesConfig(AppConfig):
    name = "borealis.trainees"
    default_auto_field = "django.db.models.BigAutoField"

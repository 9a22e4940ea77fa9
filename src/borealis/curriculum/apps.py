from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "borealis.curriculum"
    default_auto_field = "django.db.models.BigAutoField"

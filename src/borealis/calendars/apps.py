from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "borealis.calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from borealis.calendars import listening

        listening.begin()

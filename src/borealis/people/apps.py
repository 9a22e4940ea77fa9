from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "borealis.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from borealis.people.accounts import signals

        signals.connect()

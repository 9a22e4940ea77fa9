from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "borealis.courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell programmes and plans, which lie below, where courses are kept."""
        from borealis.courses.queries.attending import attending, courses_called
        from borealis.plans.queries.attending import keep_attendance
        from borealis.programmes.known_courses import keep_catalogue

        keep_catalogue(courses_called)
        keep_attendance(attending)

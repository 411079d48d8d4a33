from django.apps import AppConfig


class Config(AppConfig):
    name = "tests.core.trying"
    label = "trying"

    def ready(self) -> None:
        from tests.core.trying import tasks  # noqa: F401 - registers the handler

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.alerts"
    label = "alerts"

    def ready(self) -> None:
        from heard.alerts import emails, handlers  # noqa: F401

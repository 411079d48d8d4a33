from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.showcase"
    label = "showcase"

    def ready(self) -> None:
        from heard.showcase import adapters, handlers, lifecycle  # noqa: F401

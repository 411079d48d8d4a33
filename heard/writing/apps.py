from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.writing"
    label = "writing"

    def ready(self) -> None:
        from heard.writing import handlers  # noqa: F401

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.telling"
    label = "telling"

    def ready(self) -> None:
        from heard.telling import adapters  # noqa: F401

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.media"
    label = "media"

    def ready(self) -> None:
        from heard.media import adapters, handlers, lifecycle  # noqa: F401

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.reach"
    label = "reach"

    def ready(self) -> None:
        from heard.reach import emails, handlers  # noqa: F401

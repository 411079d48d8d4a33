from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.regions"
    label = "regions"

    def ready(self) -> None:
        from heard.regions import adapters  # noqa: F401

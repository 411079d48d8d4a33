from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.pages"
    label = "pages"

    def ready(self) -> None:
        from heard.pages import adapters, emails, handlers  # noqa: F401 - registers them

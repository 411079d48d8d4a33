from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.pages"
    label = "pages"

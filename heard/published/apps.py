from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.published"
    label = "published"

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.tags"
    label = "tags"

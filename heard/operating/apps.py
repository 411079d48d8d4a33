from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.operating"
    label = "operating"

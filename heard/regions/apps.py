from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.regions"
    label = "regions"

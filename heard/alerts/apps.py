from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.alerts"
    label = "alerts"

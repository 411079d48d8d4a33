from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.reach"
    label = "reach"

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.showcase"
    label = "showcase"

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.inbox"
    label = "inbox"

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.rehearsal"
    label = "rehearsal"

from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.following"
    label = "following"

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "quipux.demo"
    label = "demo"

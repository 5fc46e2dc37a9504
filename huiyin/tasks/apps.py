from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "huiyin.tasks"
    label = "tasks"

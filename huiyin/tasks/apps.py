from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "huiyin.tasks"
    label = "tasks"

    def ready(self) -> None:
        from huiyin.tasks import acted, actions  # noqa: F401  (clocks and reactions are declared on import)

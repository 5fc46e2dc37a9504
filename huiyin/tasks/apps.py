from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "huiyin.tasks"
    label = "tasks"

    def ready(self) -> None:
        from huiyin.groups import rendering as messages
        from huiyin.tasks import actions, entries, rendering  # noqa: F401  (kinds, reactions and clocks are declared on import)

        messages.hangers["task"] = rendering.hang
        messages.event_words["task"] = rendering.event_words

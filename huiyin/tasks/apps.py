from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "huiyin.tasks"
    label = "tasks"

    def ready(self) -> None:
        from huiyin.groups import rendering as messages
        from huiyin.groups import words as group_words
        from huiyin.groups.views import conversation
        from huiyin.tasks import acted, actions, rendering, words  # noqa: F401  (kinds and clocks are declared on import)
        from huiyin.tasks.views.conversation import addition

        messages.hangers["task"] = rendering.hang
        messages.event_words["task"] = rendering.event_words
        group_words.SCRIPT_WORDS.update(words.SCRIPT_WORDS)
        conversation.additions.append(addition)

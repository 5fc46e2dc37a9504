from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huiyin.cases"
    label = "cases"

    def ready(self) -> None:
        from huiyin.cases import actions, rendering  # noqa: F401  (who follows the calendar is declared on import)
        from huiyin.cases.views.conversation import addition
        from huiyin.cases.words import SCRIPT_WORDS
        from huiyin.groups import rendering as messages
        from huiyin.groups import words as group_words
        from huiyin.groups.views import conversation

        messages.hangers["case"] = rendering.hang
        group_words.SCRIPT_WORDS.update(SCRIPT_WORDS)
        conversation.additions.append(addition)

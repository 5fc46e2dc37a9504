from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huiyin.notices"
    label = "notices"

    def ready(self) -> None:
        from huiyin.notices import actions, answers, looking, recipients, views  # noqa: F401  (who is told is declared on import)
        from huiyin.people import attention

        attention.lookers.append(looking.look)

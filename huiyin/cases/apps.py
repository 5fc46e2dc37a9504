from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huiyin.cases"
    label = "cases"

    def ready(self) -> None:
        from huiyin.cases import actions  # noqa: F401  (who follows the calendar is declared on import)

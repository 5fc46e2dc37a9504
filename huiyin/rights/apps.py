from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huiyin.rights"
    label = "rights"

    def ready(self) -> None:
        from huiyin.journal import clocks
        from huiyin.rights import checks, entries  # noqa: F401  (kinds and checks are declared on import)
        from huiyin.rights.actions import erasing, retention

        clocks.steps += [retention.step, erasing.step]

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "huiyin.groups"
    label = "groups"

    def ready(self) -> None:
        from huiyin.groups import actions, entries  # noqa: F401  (kinds, reactions and clocks are declared on import)

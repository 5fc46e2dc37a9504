from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "huiyin.groups"
    label = "groups"

    def ready(self) -> None:
        from huiyin.groups import actions  # noqa: F401  (kinds, reactions and clocks are declared on import)
        from huiyin.groups.rules import share_a_group
        from huiyin.people import rules

        rules.also_seen_by.append(share_a_group)

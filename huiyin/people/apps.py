from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "huiyin.people"
    label = "people"

    def ready(self) -> None:
        from huiyin.people import entries  # noqa: F401  (kinds are declared on import)
        from huiyin.people.actions import devices, organisation  # noqa: F401  (clocks are declared on import)

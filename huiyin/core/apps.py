from django.apps import AppConfig

#: Modules whose handlers register themselves when they are imported: what falls due, what answers entries, what `huiyin check` asks.
HANDLERS = ("clocks", "reactions", "checks")


class CoreConfig(AppConfig):
    name = "huiyin.core"
    label = "core"

    def ready(self) -> None:
        from huiyin.core.declarations import modules_of_apps
        from huiyin.core.migration_order import in_order

        in_order()
        for name in HANDLERS:
            modules_of_apps(name)

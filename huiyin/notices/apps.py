from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huiyin.notices"
    label = "notices"

    def ready(self) -> None:
        from huiyin.journal import clocks
        from huiyin.notices import actions, views
        from huiyin.notices.tables import groups, tasks  # noqa: F401  (who is told is declared on import)
        from huiyin.people.views import me

        clocks.steps.append(actions.tidy)
        me.more_rows.append(views.row_in_me)

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huiyin.notices"
    label = "notices"

    def ready(self) -> None:
        from huiyin.journal import clocks
        from huiyin.notices import actions, answers, looking, recipients, views  # noqa: F401  (who is told is declared on import)
        from huiyin.people import attention
        from huiyin.people.views import me

        attention.lookers.append(looking.look)
        clocks.periodic_jobs.append(actions.tidy)
        me.more_rows.append(views.row_in_me)

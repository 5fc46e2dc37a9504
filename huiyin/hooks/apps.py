from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "huiyin.hooks"
    label = "hooks"

    def ready(self) -> None:
        from huiyin.groups.views import details
        from huiyin.hooks import views
        from huiyin.hooks.actions import sending
        from huiyin.journal import clocks

        clocks.periodic_jobs.append(sending.step)
        details.more_rows.append(views.row_in_details)

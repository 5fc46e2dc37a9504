from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huiyin.privacy"
    label = "rights"

    def ready(self) -> None:
        from huiyin.journal import clocks
        from huiyin.people.views import me
        from huiyin.privacy import checks  # noqa: F401  (checks are declared on import)
        from huiyin.privacy.actions import erasing, retention
        from huiyin.privacy.views.mine import row_in_me

        me.more_rows.append(row_in_me)
        clocks.periodic_jobs += [retention.step, erasing.step]

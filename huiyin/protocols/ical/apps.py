from django.apps import AppConfig


class IcalConfig(AppConfig):
    name = "huiyin.protocols.ical"
    label = "ical"

    def ready(self) -> None:
        from huiyin.people.views import me
        from huiyin.protocols.ical import views

        me.more_rows.append(views.row_in_me)

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "huiyin.channels"
    label = "channels"

    def ready(self) -> None:
        from huiyin.channels import views
        from huiyin.channels.actions import queueing, sending
        from huiyin.groups.views import details
        from huiyin.journal import clocks
        from huiyin.notices import recipients
        from huiyin.people.views import me

        recipients.followers.append(queueing.mail_notices)
        clocks.periodic_jobs.append(sending.step)
        details.more_rows.append(views.row_in_details)
        me.more_rows.append(views.row_in_me)

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "huiyin.channels"
    label = "channels"

    def ready(self) -> None:
        from huiyin.channels.actions import queueing
        from huiyin.notices import recipients

        recipients.followers.append(queueing.mail_notices)

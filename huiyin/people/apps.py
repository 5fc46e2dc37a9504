from django.apps import AppConfig
from django.conf import settings


class PeopleConfig(AppConfig):
    name = "huiyin.people"
    label = "people"

    def ready(self) -> None:
        if settings.AUDIT_LOG:
            from huiyin.people.audit_log import follow_the_journal

            follow_the_journal(settings.AUDIT_LOG, settings.DATA / "audit-waiting.jsonl")

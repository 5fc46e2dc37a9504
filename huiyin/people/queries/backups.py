"""When the last good backup was: `huiyin check`, /healthz and the system administrator's page ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from huiyin.journal.models import Entry

#: One is made every night (docs/operators/backup.md): after a day and a half one night was missed.
LATE_AFTER = timedelta(hours=36)


@dataclass(frozen=True)
class LastBackup:
    """The last backup that lacked nothing. `at` and `size` (bytes) are None where there never was one."""

    at: datetime | None = None
    size: int | None = None

    @property
    def late(self) -> bool:
        """Whether a night was missed, or none was ever made."""
        return self.at is None or timezone.now() - self.at > LATE_AFTER

    @property
    def state(self) -> str:
        """Gives "ok", "late" or "none", as /healthz says it."""
        return "none" if self.at is None else "late" if self.late else "ok"


def last_backup() -> LastBackup:
    """Gives the last backup in which every file was that a row names."""
    made = Entry.objects.filter(kind="backup.made", data__missing=0).order_by("-at").values_list("at", "data").first()
    return LastBackup(made[0], made[1]["bytes"]) if made else LastBackup()

"""What files add to the clockwork."""

from django.utils import timezone

from huiyin.journal.extension_points import PeriodicJob
from huiyin.media.actions import remove_unclaimed


def remove_what_nobody_claimed() -> int:
    """Gives how many files went."""
    return remove_unclaimed(timezone.now())


EXTENSIONS = (PeriodicJob("unclaimed files", remove_what_nobody_claimed, every_rounds=3600),)

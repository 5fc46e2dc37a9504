"""What files add to the clockwork and to a backup."""

from django.utils import timezone

from huiyin.journal.extension_points import PeriodicJob
from huiyin.media.actions import remove_unclaimed
from huiyin.media.extension_points import StoredFiles
from huiyin.media.models import Upload


def remove_what_nobody_claimed() -> int:
    """Gives how many files went."""
    return remove_unclaimed(timezone.now())


EXTENSIONS = (
    PeriodicJob("unclaimed files", remove_what_nobody_claimed, every_rounds=3600),
    StoredFiles(
        "uploads",
        lambda alias: Upload.objects.using(alias).filter(erased_at=None),
        lambda upload: [upload.path(variant) for variant in upload.variants],
    ),
)

"""Media in S3-compatible storage (MinIO, Ceph, a provider's): chosen by HUIYIN_S3_BUCKET, installed with `huiyin[s3]`.

The bucket stays private: what it holds is always given back through Huiyin, which asks each time who may see it.
"""

from __future__ import annotations

import logging
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from storages.backends.s3 import S3Storage

from huiyin.core.errors import Refused

log = logging.getLogger(__name__)


class MediaAway(Refused):
    """The storage does not answer; words and rows are safe, they lie elsewhere."""

    status = 503
    code = "media_away"
    default_words = _("Photos and files cannot be reached just now. Words are safe; try again in a moment.")


class MediaInS3(S3Storage):
    """django-storages' S3 with patience that a page can bear, and with words where it fails."""

    def __init__(self, **settings: Any) -> None:
        defaults = {
            "default_acl": None,  # the bucket's own: private
            "file_overwrite": True,  # names are fresh, unguessable keys: asking whether one exists costs a request each
            "signature_version": "s3v4",
            "addressing_style": "path",  # MinIO and Ceph seldom have a name for each bucket
            "client_config": Config(
                connect_timeout=3, read_timeout=20, retries={"max_attempts": 2, "mode": "standard"}, signature_version="s3v4",
                s3={"addressing_style": "path"}, request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "max_memory_size": 2 * 1024 * 1024,
        }  # fmt: skip
        super().__init__(**(defaults | settings))

    def _open(self, name: str, mode: str = "rb") -> File:
        return self._try(super()._open, name, mode)

    def _save(self, name: str, content: File) -> str:
        return self._try(super()._save, name, content)

    def delete(self, name: str) -> None:
        """Removes a file. Raises MediaAway where the storage refuses or does not answer."""
        self._try(super().delete, name)

    @staticmethod
    def _try(work: Any, *args: Any) -> Any:
        try:
            return work(*args)
        except (BotoCoreError, ClientError) as error:
            log.warning("the media storage refused or did not answer: %s", type(error).__name__)
            raise MediaAway from error

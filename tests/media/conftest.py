"""Each test keeps its media in a directory of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def media_directory(settings: object, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    where = tmp_path / "media"
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(where)}}
    settings.STORAGES = {**settings.STORAGES, "media": backend}  # type: ignore[attr-defined]
    return where


@pytest.fixture
def files(media_directory: Path):
    """What lies in the storage now."""

    def files() -> list[Path]:
        return sorted(p for p in media_directory.rglob("*") if p.is_file()) if media_directory.exists() else []

    return files

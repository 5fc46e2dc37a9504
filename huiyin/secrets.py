"""Secrets that the first start makes for itself."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from huiyin.environment import key_given


def secret_key(data: Path) -> str:
    """Gives the key that signs sessions and links: HUIYIN_SECRET_KEY, or one made on first start.

    Takes the data directory. The file is readable by its owner only; it is written under another name and linked into place,
    so that two processes starting at once end with the same key.
    """
    if given := key_given():
        return given
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = data / f".secret_key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()

"""Static files: as they lie there in development; for a release with their sum in their name, put together and compressed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files import locks
from django.core.files.base import ContentFile
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

LOOK = "web/css/look.css"
PLAIN = "web/css/plain.css"
WELCOME = "web/css/welcome.css"
_IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>[a-z]+)\);')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


def put_together(look: str, read: Any) -> tuple[str, str]:
    """Puts the imports of look.css in their place: one file, one journey. `read` gives the text of a file named beside it.

    Gives two: with layers, and without, for browsers before 2022 that skip a layer whole. The order is the same in both.
    """

    def part(match: re.Match[str]) -> str:
        return _COMMENT.sub("", read(match["name"])).strip()

    layered = _IMPORT.sub(lambda m: f"@layer {m['layer']} {{\n{part(m)}\n}}", _COMMENT.sub("", look))
    plain = "\n".join(part(m) for m in _IMPORT.finditer(look))
    return layered, plain


def unlayered(style: str) -> str:
    """Gives an app's own style sheet, which is one block `@layer components { … }`, without that block around it."""
    text = _COMMENT.sub("", style).strip()
    return text.partition("{")[2].rpartition("}")[0].strip() if text.startswith("@layer components {") else text


class ReleaseStorage(CompressedManifestStaticFilesStorage):
    """With sums in names, so that browsers may keep files for good. A name nobody collected is served as it is, not refused."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Puts look.css together before its sum is taken."""
        if LOOK in paths and not dry_run:
            folder = LOOK.rpartition("/")[0]

            def read(name: str) -> str:
                storage, path = paths[name]
                with storage.open(path) as source:
                    return source.read().decode()

            look, plain = put_together(read(LOOK), lambda name: read(f"{folder}/{name}"))
            # What others wrote knows no layers, and names pictures beside itself.
            ours = (n for n in paths if n.endswith(".css") and "/vendor/" not in n)
            apart = sorted(n for n in ours if not n.startswith(f"{folder}/") or n == WELCOME)
            plain = "\n".join([plain, *(unlayered(read(name)) for name in apart)])
            for name, text in ((LOOK, look), (PLAIN, plain)):
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def ready_assets() -> bool:
    """Collects the static files of this release if those collected are of another. Gives whether it had to.

    A server calls it before it serves: an upgrade is then one step, and no page names a file that is not there.
    """
    if settings.MODE != "production":
        return False
    sums = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(path) as source:
                sums.update(path.encode() + b"\0" + source.read())
    mark = Path(settings.STATIC_ROOT) / ".collected"
    mark.parent.mkdir(parents=True, exist_ok=True)
    with open(mark.with_name(".collecting"), "w") as lock:
        locks.lock(lock, locks.LOCK_EX)  # two servers that start at once on one data directory: the second finds it done
        if mark.exists() and mark.read_text() == sums.hexdigest():
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(sums.hexdigest())
        return True


class AssetStorage(ReleaseStorage if settings.MODE == "production" else StaticFilesStorage):  # type: ignore[misc]
    """What the settings name: in production the release's files, in development and tests the files of the checkout."""

"""The settings, read out of the environment in one place at start; what is wrong or unknown is named with what it should be."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from huiyin.commands.language import gettext as _
from huiyin.environment.kinds import Wrong
from huiyin.environment.table import BY_NAME, OWN, SETTINGS, Setting

PREFIX = "HUIYIN_"
SHOWN = 60  # characters of a wrong value that are shown again, where it is no secret


class WrongSettings(ValueError):
    """Settings that cannot be followed: a line for each, none of which shows a secret."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Gives what every setting means, by its name without HUIYIN_. Raises WrongSettings, with all that is wrong at once."""
    found: dict[str, Any] = {}
    wrong = list(_unknown(environ))
    for setting in SETTINGS:
        said = environ.get(PREFIX + setting.name, "")
        said = said if setting.secret else said.strip()
        try:
            found[setting.name] = setting.read(said)
        except Wrong as why:
            wrong.append(_named(setting, said, str(why)))
    wrong += _together(found)
    if wrong:
        raise WrongSettings(wrong)
    return found


def key_given(environ: Mapping[str, str] = os.environ) -> str:
    """Gives HUIYIN_SECRET_KEY; "" where the key lies in the data directory."""
    return environ.get(PREFIX + "SECRET_KEY", "")


def _named(setting: Setting, said: str, why: str) -> str:
    facts = {"name": PREFIX + setting.name, "why": why, "said": said[:SHOWN]}
    return _("%(name)s is wrong: %(why)s.") % facts if setting.secret else _("%(name)s is wrong, “%(said)s”: %(why)s.") % facts


def _unknown(environ: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(environ):
        own = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and own not in BY_NAME and not own.startswith(OWN):
            near = difflib.get_close_matches(own, BY_NAME, 1)
            if near:
                yield _("%(name)s is no setting. Is %(near)s meant?") % {"name": name, "near": PREFIX + near[0]}
            else:
                yield _("%(name)s is no setting; docs/operators/settings.md lists them.") % {"name": name}


def _together(found: Mapping[str, Any]) -> Iterator[str]:
    """What is right alone and wrong with the rest."""
    lacking = [name for name in ("S3_BUCKET", "S3_KEY", "S3_SECRET") if found.get(name) == ""]
    if 0 < len(lacking) < 3 or (len(lacking) == 3 and found.get("S3_ENDPOINT")):
        names = ", ".join(PREFIX + name for name in lacking)
        yield _("The storage for photos is half set up; missing: %(names)s.") % {"names": names}
    origin = urlsplit(found.get("ORIGIN", ""))
    if origin.scheme == "http" and found.get("MODE") == "production" and not _on_this_machine(origin.hostname or ""):
        yield _("HUIYIN_ORIGIN is wrong: it should begin with https://; words and sign-ins travel readable otherwise.")


def _on_this_machine(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")

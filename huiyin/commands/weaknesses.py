"""What `huiyin check --deploy` names: every weakness of this setting up, in words that say what to do."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from huiyin.commands.language import gettext as _
from huiyin.commands.start import not_ready, pending_migrations

MOUNTS = Path("/proc/self/mounts")
#: What Django's own generator, tutorials, container images and our own tests put into keys.
KNOWN_WORDS = ("django-insecure", "changeme", "change-me", "change_me", "change me", "secret-key", "secretkey", "your-secret", "yoursecret",
               "example", "password", "only for tests", "not-a-real", "insecure", "12345678", "abcdefgh", "huiyin")  # fmt: skip
FEWEST_SIGNS = 10
FLEETING = {"tmpfs", "ramfs"}


def weaknesses() -> Iterator[str]:
    """Gives each weakness in words, the gravest first. Needs Django started; reads, changes nothing."""
    yield from _door()
    yield from _codes()
    yield from _storing()
    if pending_migrations():
        yield not_ready()
        return
    yield from _administrators()
    yield from _late_backup()


def _door() -> Iterator[str]:
    """What lets strangers in or lets them read along."""
    from django.conf import settings

    if settings.MODE == "dev" or settings.DEMO:
        yield _("Anybody can sign in as anybody: demo mode is on. Unset HUIYIN_MODE and HUIYIN_DEMO.")
    if settings.DEBUG:
        yield _("Errors show the inside of the program to everybody: unset HUIYIN_DEBUG.")
    if not settings.SECURE:
        yield _("Words and sign-ins travel readable: set HUIYIN_ORIGIN to the https:// address people see (a proxy with a certificate).")
    if "*" in settings.ALLOWED_HOSTS:
        yield _("It answers under any name: write the names people use into HUIYIN_HOSTS instead of *.")
    if (settings.DATA / "secret_key.next").exists():
        yield _("A change of the key was interrupted: stop the server and run `huiyin key rotate` again; it goes on where it was.")
    if _known(settings.SECRET_KEY):
        yield _("HUIYIN_SECRET_KEY is one that others know (from an example or an instruction): leave it unset and one is made.")
    elif len(settings.SECRET_KEY) < 32:
        yield _("HUIYIN_SECRET_KEY is short; leave it unset and one is made, or give 50 random characters.")


def _known(key: str) -> bool:
    """Whether a key stands in an example somewhere, or was typed rather than drawn: of fifty drawn at random many signs are different."""
    small = key.lower()
    return any(word in small for word in KNOWN_WORDS) or (len(key) >= 32 and len(set(key)) < FEWEST_SIGNS)


def _codes() -> Iterator[str]:
    """What keeps people from signing in, or lets others see how they do."""
    from django.conf import settings

    if settings.SMS_GATEWAY == "console":
        yield _("Whoever reads the server's output reads every sign-in code: give HUIYIN_SMS_GATEWAY a gateway instead of console.")
    elif not settings.SMS_GATEWAY and not (settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID):
        yield _("Nobody receives a sign-in code: set HUIYIN_SMS_GATEWAY to your SMS gateway.")
    elif settings.SMS_GATEWAY.startswith("http://"):
        yield _("Sign-in codes travel readable to the SMS gateway: use its https:// address.")
    needed = {"HUIYIN_OIDC_ISSUER": settings.OIDC_ISSUER, "HUIYIN_OIDC_CLIENT_ID": settings.OIDC_CLIENT_ID}
    lacking = [name for name, value in needed.items() if not value]
    if lacking and (len(lacking) < len(needed) or settings.OIDC_CLIENT_SECRET):  # the secret itself may be absent: a public client
        yield _("The unified sign-in is half set up; missing: %(names)s.") % {"names": ", ".join(lacking)}


def _storing() -> Iterator[str]:
    """Where the data lies: who else reads it, and whether it lasts."""
    from django.conf import settings

    from huiyin.db.which import one_writer

    data: Path = settings.DATA
    if _read_by_others(data):
        yield _("Others on this machine can read %(where)s: chmod 700 it.") % {"where": data}
    for name in ("secret_key", "huiyin.sqlite3", "huiyin.sqlite3-wal"):
        if _read_by_others(data / name):
            yield _("Others on this machine can read %(where)s: chmod 600 it.") % {"where": data / name}
    if filesystem(data) in FLEETING:
        yield _("%(where)s lies in memory and is gone after a restart: set HUIYIN_DATA to a directory on a disk.") % {"where": data}
    if settings.BUS and one_writer():
        yield _("Several processes with SQLite wait for one another: with HUIYIN_BUS set HUIYIN_DATABASE to a PostgreSQL.")


def _read_by_others(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except FileNotFoundError:
        return False


def filesystem(path: Path, mounts: Path = MOUNTS) -> str:
    """Gives the kind of file system a path lies on ("ext4", "tmpfs"); "" where the machine does not tell (not Linux)."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return ""
    found, kind = Path(), ""
    for line in lines:
        _device, point, this_kind, *_rest = line.split(" ")
        mounted = Path(point.replace("\\040", " "))
        if path.is_relative_to(mounted) and len(mounted.parts) >= len(found.parts):  # the last mounted of two lies on top
            found, kind = mounted, this_kind
    return kind


def _administrators() -> Iterator[str]:
    from huiyin.people.models import Administrator

    there = set(Administrator.objects.values_list("role", flat=True))
    for role in Administrator.Role:
        if role not in there:
            yield _("There is no %(role)s: huiyin create-admin --role %(code)s …") % {"role": role.label, "code": role.value}


def backup_weaknesses() -> Iterator[str]:
    """Names a backup that did not happen, and a database that is not ready; nothing where nobody lives yet, and in demo mode."""
    from django.conf import settings

    if pending_migrations():
        yield not_ready()
    elif not settings.DEMO:
        yield from _late_backup()


def _late_backup() -> Iterator[str]:
    from django.conf import settings
    from django.utils import timezone

    from huiyin.people.models import Person
    from huiyin.people.queries.backups import last_backup

    if settings.DEMO:
        return
    last = last_backup()
    if last.at is None:
        if Person.objects.exists():
            yield _("Nothing has been backed up yet: huiyin backup FILE, every night (docs/operators/backup.md).")
    elif last.late:
        when = timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")
        yield _("The last good backup was made %(when)s: the nightly one did not happen (docs/operators/backup.md).") % {"when": when}

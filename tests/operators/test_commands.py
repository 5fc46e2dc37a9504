"""Every command of docs/operators that needs no systemd, run as it stands there, on a machine of its own, by who is to type it."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.operators.machine import CRON, ROOT, Machine, install_program, machine, put_house
from tests.operators.pages import cron_lines, lines
from tests.operators.quick import install_quick_program, loaded

pytestmark = pytest.mark.sqlite_only

#: What is not run, and why. Whatever a page says besides is run.
NOT_RUN = {
    r"\bsystemctl\b": "needs systemd",
    r"^apt-get |pip install": "asks a package index",
    r"^python3 -m venv": "stands in for what pip installs (install_program)",
    r"^editor ": "a person's hands: edited() below",
    r"^(runuser -u postgres|sed -i .*/etc/redis)": "needs the services of PostgreSQL and Redis",
    r"^huiyin mail-(fetch|in)\b": "asks a mailbox, or is fed a letter (tests/intake)",
    r"^curl ": "asks the server that systemd runs",
    r"^(huiyin|as_huiyin) (serve|check --deploy|check|journal verify|key rotate|import messages)$": "named in a sentence; its block is run",
    r"FILE|…$|--id N|^\d": "named in a sentence, or a crontab's (below)",
}  # fmt: skip
ORDER = ("install.md", "export.md", "personal-data.md", "staff-list.md", "working-days.md", "backup.md", "upgrade.md", "settings.md")
PEOPLE = iter([("林小满", "13800001001"), ("秦岚", "13800001002"), ("何未央", "13800001003")])
SECRET = "tok #en$1 'quoted'"
GROUPS = (
    "from tests.factories import a_group, a_person; "
    "[a_group(kind='work') for _ in range(12)]; a_person('旧人', phone='13800001234', kind='resident')"
)
LIST = "单位,职务,姓名\n云梦县,县长,林知远\n"
YEAR = '{"year": 2027, "complete": false, "days": [{"date": "2027-01-01", "worked": false, "name": "元旦"}]}'
ARGUMENTS = """
import os
from pathlib import Path
from django.conf import settings
process = os.getpid()
for _ in range(9):
    print(Path(f"/proc/{process}/cmdline").read_text().replace(chr(0), " "))
    process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    if process <= 1:
        break
print(repr(settings.SMS_TOKEN))
"""
TO_XLSX = (
    "import xlsxwriter; book = xlsxwriter.Workbook('/srv/huiyin/list.xlsx'); sheet = book.add_worksheet(); "
    "[sheet.write_row(n, 0, line.strip().split(',')) for n, line in enumerate(open('/tmp/list.csv', encoding='utf-8'))]; book.close()"
)


def empty_house(on: Machine) -> None:
    """Nobody has said anything in it yet."""
    on.done("rm -rf /srv/huiyin/data/*")
    put_house(on)
    on.done("as_huiyin migrate")


#: What has to be there before a line can be typed: a line of shell, or what is done to the machine.
BEFORE: dict[str, str | Callable[[Machine], None]] = {
    "huiyin export group 12 街坊群.zip": f"as_huiyin django shell -c {shlex.quote(GROUPS)}",
    "huiyin import staff list.xlsx --check     # only reads it and names every row that cannot be taken":
        f"printf {shlex.quote(LIST)} > /tmp/list.csv && {sys.executable} -c {shlex.quote(TO_XLSX)} && chmod a+r /srv/huiyin/list.xlsx",
    "huiyin import days 2027.json --check     # only reads it and names every row that cannot be taken":
        f"printf '%s' {shlex.quote(YEAR)} > /srv/huiyin/2027.json",
    "huiyin restore /backups/huiyin-2026-11-23.tar.gz              # into an empty house, server stopped":
        empty_house,
}  # fmt: skip


@pytest.fixture(scope="module")
def installed() -> Iterator[Machine]:
    """A machine on which install.md was followed."""
    with machine() as on, loaded(on):
        follow(on, "install.md")
        yield on


def follow(on: Machine, page: str) -> None:
    """Types every line of a page that can be run here, in the page's order."""
    for line in lines():
        if line.page == page and not any(re.search(pattern, line.typed) for pattern in NOT_RUN):
            if before := BEFORE.get(line.typed):
                on.done(before) if isinstance(before, str) else before(on)
            typed = line.typed
            if typed.startswith("huiyin "):  # as the pages say: run as the server's user, by as_huiyin
                typed = f"as_{typed}"
            if "--name … --phone …" in typed:
                name, phone = next(PEOPLE)
                typed = typed.replace("--name …", f"--name {name}").replace("--phone …", f"--phone {phone}")
            if "erase person" in typed:  # asks for the name
                typed = f"echo 旧人 | {typed}"
            on.done(typed, at=str(ROOT) if page in ("install.md", "upgrade.md") else "/root")
            if typed.startswith("adduser"):
                install_program(on)
                install_quick_program(on)
            if typed.startswith("install -m 600 deploy/huiyin.env"):
                edited(on)


def edited(on: Machine) -> None:
    """What a person puts into the settings; the last line without its end, as editors leave it."""
    on.done(
        f"sed -i 's|^HUIYIN_SMS_GATEWAY=.*|HUIYIN_SMS_GATEWAY=https://sms.example.gov/send|; /^HUIYIN_SMS_TOKEN=/d' /etc/huiyin.env"
        f" && printf '%s' {shlex.quote(f'HUIYIN_SMS_TOKEN={SECRET}')} >> /etc/huiyin.env"
    )


def test_every_page_can_be_followed_from_installing_to_changing_the_key(installed: Machine) -> None:
    for page in ORDER[1:]:
        follow(installed, page)
    # cases.md and open-figures.md name units of a deployment (tests/cases and tests/figures have their commands), square.md the
    # demonstration (tests/demo plays it), mail.md a mailbox (tests/intake).
    elsewhere = {"several.md", "messages.md", "cases.md", "open-figures.md", "square.md", "mail.md"}
    assert {line.page for line in lines()} - set(ORDER) <= elsewhere, "a new page is followed too"


def test_the_nightly_backup_happens_under_what_cron_gives(installed: Machine) -> None:
    install_program(installed)
    nightly, clearing = cron_lines()
    installed.done("install -d -o huiyin -g huiyin -m 700 /backups")
    assert "A whole backup" in installed.done(nightly, CRON, at="/root")
    installed.done("touch -d '40 days ago' /backups/huiyin-2026-01-01.tar.gz")
    installed.done(clearing, CRON, at="/root")
    assert "2026-01-01" not in installed.done("ls /backups")


def test_the_settings_of_the_server_reach_the_command_and_nobody_elses_eyes(installed: Machine) -> None:
    """Every program between the shell and Huiyin, as `ps` shows it to any user of the machine."""
    install_program(installed)
    said = installed.done(f"HUIYIN_MODE=dev as_huiyin django shell -v 0 -c {shlex.quote(ARGUMENTS)}")
    arguments, _, token = said.strip().rpartition("\n")
    assert token == repr(SECRET)
    assert "runuser" in arguments or "as_huiyin" in arguments
    assert "tok #en" not in arguments and "sms.example" not in arguments and "HUIYIN_SMS" not in arguments


def test_an_ordinary_user_is_told_that_only_root_may(installed: Machine) -> None:
    ended = installed.run("runuser -u nobody -- as_huiyin check")
    assert ended.returncode == 2 and "run it as root" in ended.stderr


def test_no_page_hands_a_secret_to_a_program_as_an_argument() -> None:
    telling = re.compile(r"PASSWORD '|--password[= ](?!\S*file)|-a \S*secret|PGPASSWORD=|Bearer [A-Za-z0-9]{8}", re.IGNORECASE)
    assert not [line for line in lines() if telling.search(line.typed)]

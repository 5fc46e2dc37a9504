"""Every setting there is: its name, what it is when nothing is said, how it is read, what docs/operators/settings.md says of it.

A new setting is a line here and nothing else: the start refuses what no line knows, and `./dev check --fix` writes the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.environment import kinds
from huiyin.environment.kinds import Read


@dataclass(frozen=True)
class Setting:
    """One setting. `name` without HUIYIN_; `usual` and `words` are for the page; what is `secret` is never shown again."""

    name: str
    read: Read
    usual: str
    words: str
    secret: bool = False


_DATABASE = kinds.address("postgresql", "postgres", like="postgresql://user:password@host:port/name", path=True)
_BUS = kinds.address("redis", "rediss", like="redis://:password@host:port/0")
_MAILBOX = kinds.address("imaps", like="imaps://user:password@host/INBOX", path=True)
_MAIL = kinds.address("smtps", "smtp", "smtp+plain", like="smtps://user:password@host")

SETTINGS: tuple[Setting, ...] = (
    Setting("DATA", kinds.directory, "`./var`", "directory of the database, media, static files and secrets"),
    Setting(
        "DATABASE", _DATABASE, "empty: SQLite in `HUIYIN_DATA`",
        "`postgresql://user:password@host:port/name`; in a name or password `#` is written `%23`, `/` `%2F`, `?` `%3F`, `@` `%40`, `:` `%3A`, `%` `%25`. "
        "What else PostgreSQL's client takes from the environment holds (`PGSSLMODE=verify-full`)",
        secret=True,
    ),
    Setting(
        "BUS", _BUS, "empty: one process",
        "`redis://:password@host:port/0`, a Valkey or Redis through which several processes tell each other what they stored and share limits",
        secret=True,
    ),
    Setting(
        "HOOK_ALLOW", kinds.reachable, "empty: none",
        "hosts of the own network that webhooks and group robots may be sent to, with commas: `10.1.2.3:8080,tasks.county.local` "
        "(see docs/developers/webhooks.md)",
    ),
    Setting("S3_BUCKET", kinds.text, "empty: `HUIYIN_DATA/media`", "S3-compatible storage for photos and files; needs `requirements/s3.txt`"),
    Setting("S3_ENDPOINT", kinds.http, "empty: Amazon's", "where the storage is, `https://…`"),
    Setting("S3_KEY", kinds.text, "empty", "the storage's key; a bucket needs it", secret=True),
    Setting("S3_SECRET", kinds.text, "empty", "the key's secret; a bucket needs it", secret=True),
    Setting("S3_REGION", kinds.text, "`us-east-1`", "the storage's region"),
    Setting("S3_PREFIX", kinds.text, "empty", "a folder in the bucket"),
    Setting(
        "PROXIES", kinds.proxies, "`127.0.0.1`",
        "addresses (or networks, `10.2.0.0/16`) of proxies, with commas, whose word on the sender's address and on https is believed; "
        "`*` where nobody but the proxy reaches it",
    ),
    Setting(
        "ORIGIN", kinds.origin, "empty",
        "the address people see, `https://talk.example.gov`: makes cookies Secure, sends HSTS, goes into QR codes and passkeys",
    ),
    Setting("HOSTS", kinds.hosts, "`127.0.0.1,localhost`", "further names under which it is reached, with commas"),
    Setting(
        "KEEP", kinds.text, "`exports=7, notices=180, deliveries=30, security=1096, archived=0`",
        "for how many days what is kept is kept; only what differs need be named. `security` is never below 183 (half a year, the Cybersecurity "
        "Law): `huiyin check` and `huiyin serve` refuse it. `archived=0`: messages of ended groups stay. See personal-data.md",
    ),
    Setting(
        "AUDIT_LOG", kinds.log_place, "empty",
        "a file, `syslog://host:port` (UDP), `syslog+tcp://host:port` or `syslog+tls://host:port?ca=/etc/huiyin/ca.pem` (RFC 5424 with octet "
        "counting; the collector's certificate and name are checked, against the system's authorities where no `ca` is given), that is told every "
        "security event as a line of JSON after it is recorded (a refused sign-in with number and address, so protect it as you do the database); nobody waits for it. What a file or a connection did not take waits in "
        "`HUIYIN_DATA/audit-waiting.jsonl` (64 MB at most) and is told in order when it does; what found no room is counted in an "
        "`audit_log.dropped` line. UDP and a connection that breaks give no receipt: numbers and hashes of the lines show what is missing",
    ),
    Setting(
        "FONTS", kinds.text, "empty: the machine's",
        "a folder of fonts for posters and letters, instead of those the machine has; `huiyin check` says where no Chinese one is among them",
    ),
    Setting("MAP", kinds.map_file, "empty: places are drawn on an empty sheet", "a GeoJSON file that draws the place: outlines of divisions, water, roads, names (see square.md)"),
    Setting("TILES", kinds.tiles, "empty: places are drawn without a map", "the tiles of the map of photographs, `https://…/{z}/{x}/{y}.png` (see square.md)"),
    Setting("TILES_SYSTEM", kinds.one_of("wgs84", "gcj02", "bd09"), "`wgs84`", "the coordinates these tiles are drawn in: Tianditu `wgs84`, Amap and Tencent `gcj02`"),
    Setting("TILES_SOURCE", kinds.text, "empty", "whose tiles they are, shown on the map"),
    Setting("TILES_REVIEW", kinds.text, "empty", "the map's review number, `审图号：GS(2024)0650号`, shown with it as the law asks"),
    Setting("FORMULA", kinds.one_of("1", "2"), "`1`", "how the three rates of `/figures` are counted, [open-figures.md](open-figures.md): `2` counts whoever was not reached, and what is overdue, against the office"),
    Setting("ZONE", kinds.zone, "`Asia/Shanghai`", "the zone times are shown in"),
    Setting(
        "SECRET_KEY", kinds.text, "made on first start",
        "seals the addresses of robots and mailboxes, makes the secrets of webhooks; keep it if you move machines. `huiyin key rotate` changes it, "
        "see below",
        secret=True,
    ),
    Setting(
        "SMS_GATEWAY", kinds.gateway, "empty",
        "address that takes `POST {\"phone\", \"code\", …}` with a bearer token; `console` prints codes into the log (for trying out)",
        secret=True,  # some gateways take their key in the address
    ),
    Setting("SMS_TOKEN", kinds.text, "empty", "the gateway's token", secret=True),
    Setting("MAIL", _MAIL, "empty: no e-mail", "`smtps://user:password@host`, by which notices are mailed to those who ask for it (see channels.md)", secret=True),
    Setting("MAIL_FROM", kinds.sender, "`huiyin@` and the host of `HUIYIN_ORIGIN`", "who mails are from"),
    Setting("MAIL_IN", kinds.text, "empty: none is taken", "the address requests are sent to by e-mail, `letters@county.example` (see mail.md)"),
    Setting("MAILBOX", _MAILBOX, "empty", "`imaps://user:password@host/INBOX`, from which `huiyin mail-fetch` takes them", secret=True),
    Setting("TEXT_GATEWAY", kinds.http, "empty: none are sent", "address of the gateway of text messages about requests (see text-messages.md)", secret=True),
    Setting("TEXT_SECRET", kinds.text, "empty", "signs what is sent there", secret=True),
    Setting("TEXT_SIGN", kinds.text, "empty", "the approved signature, `【江州县】`"),
    Setting("TEXT_REGISTERED", kinds.text, "empty", "the approved template that says that a request came, with `number` and `code`"),
    Setting("TEXT_ANSWERED", kinds.text, "empty", "the approved template that says that it is answered, with `number`"),
    Setting("TEXT_A_DAY", kinds.number(1, 1_000_000), "`2000`", "how many text messages go out in a day at most"),
    Setting("TEXT_A_MONTH", kinds.number(1, 10_000_000), "`10000`", "how many text messages go out in a month at most; at four in five the administrator is told, after the last whoever left a number is called"),
    Setting("OIDC_ISSUER", kinds.http, "empty", "the government's own sign-in by OpenID Connect: who issues it, `https://…`"),
    Setting("OIDC_CLIENT_ID", kinds.text, "empty", "our name there"),
    Setting("OIDC_CLIENT_SECRET", kinds.text, "empty: a public client", "our secret there", secret=True),
    Setting("MODE", kinds.one_of("production", "dev"), "`production`", "`dev`: codes on the console, the invented county's one-tap sign-in"),
    Setting("DEMO", kinds.switch, "empty", "`1`: the one-tap sign-in outside dev mode, for a public demonstration on a machine of its own"),
    Setting("DEBUG", kinds.switch, "empty", "`1` together with `HUIYIN_MODE=dev`: Django's error pages"),
    # Read by what stands beside the program; named here so that the start knows them.
    Setting("SERVE", kinds.text, "`--host 127.0.0.1 --port 8000` in deploy/", "the options of `huiyin serve`, read by the systemd unit"),
    Setting("WORKERS", kinds.number(1, 64), "`2`", "how many processes, read by the container image"),
    Setting("NAME", kinds.text, "`talk.example.gov`", "the name people see, read by the Caddyfile"),
    Setting("UPSTREAMS", kinds.text, "`127.0.0.1:8000`", "the machines it sends to, with spaces between, read by the Caddyfile"),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}
#: What the tests and benches of this house hand to themselves.
OWN = ("TEST_", "BENCH_")


def as_markdown() -> str:
    """Gives the table of docs/operators/settings.md."""
    rows = [f"| `HUIYIN_{one.name}` | {one.usual} | {one.words} |" for one in SETTINGS]
    return "\n".join(["| name | default | what it does |", "|---|---|---|", *rows, ""])

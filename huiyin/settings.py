"""Django's settings. What may differ between deployments is read once, by huiyin/environment; docs/operators/settings.md lists it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from huiyin.db.configured import configured
from huiyin.environment import read
from huiyin.secrets import secret_key

BASE = Path(__file__).resolve().parent
SAID = read()
MODE: str = SAID["MODE"]
DATA: Path = SAID["DATA"]
DEBUG: bool = MODE == "dev" and SAID["DEBUG"]
DEMONSTRATION: bool = bool(SAID["DEMO"])
DEMO: bool = MODE == "dev" or DEMONSTRATION
ORIGIN: str = SAID["ORIGIN"]
SECURE = ORIGIN.startswith("https://")

SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS: list[str] = SAID["HOSTS"] or ["127.0.0.1", "localhost", "[::1]"]
if ORIGIN:
    ALLOWED_HOSTS.append(urlsplit(ORIGIN).hostname or "")
    CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "huiyin.core",
    "huiyin.journal",
    "huiyin.people",
    "huiyin.media",
    "huiyin.printing",
    "huiyin.groups",
    "huiyin.tasks",
    "huiyin.feed",
    "huiyin.cases",
    "huiyin.circles",
    "huiyin.digest",
    "huiyin.revisits",
    "huiyin.households",
    "huiyin.answers",
    "huiyin.figures",
    "huiyin.market",
    "huiyin.outlook",
    "huiyin.reception",
    "huiyin.hooks",
    "huiyin.notices",
    "huiyin.channels",
    "huiyin.intake",
    "huiyin.search",
    "huiyin.today",
    "huiyin.handover",
    "huiyin.protocols.ical",
    "huiyin.protocols.syndication",
    "huiyin.open311",
    "huiyin.live",
    "huiyin.privacy",
    "huiyin.api",
    "huiyin.web",
    "huiyin.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "huiyin.web.policy.PolicyMiddleware",  # before static files: a drawing opened by itself is a page too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.people.auth.WhoMiddleware",
    "huiyin.web.refusals.RefusalMiddleware",
    "huiyin.web.characters.CharacterMiddleware",
]

ROOT_URLCONF = "huiyin.urls"
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["huiyin.people.auth.PersonBackend"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [BASE / "channels"],  # each channel's folder holds its own form, words and icon: "wecom/form.html"
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "huiyin.web.shell.shell",
                "huiyin.notices.context.bell",
            ],
            "builtins": ["huiyin.web.templatetags.look", "django.templatetags.i18n", "django.templatetags.static"],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "huiyin.core.jinja.environment"},
    },
]

DATABASES = {"default": configured(SAID["DATABASE"], DATA)}
# Several processes (huiyin serve --workers, or several machines) tell each other what they stored, and share limits, over this.
BUS: str = SAID["BUS"].geturl() if SAID["BUS"] else ""
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "huiyin.core.shared_cache.SharedCache", "LOCATION": BUS, "KEY_PREFIX": "huiyin",
        "OPTIONS": {"socket_timeout": 1.0, "socket_connect_timeout": 1.0},
    } if BUS else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "huiyin_language"  # a visitor's choice; a person's own is kept with the person
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE: str = SAID["ZONE"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "huiyin.web.assets.AssetStorage"},
}
# Photos and files in S3-compatible storage instead of HUIYIN_DATA/media: needed where several machines serve.
if SAID["S3_BUCKET"]:
    STORAGES["media"] = {
        "BACKEND": "huiyin.media.s3.MediaInS3",
        "OPTIONS": {
            "bucket_name": SAID["S3_BUCKET"],
            "endpoint_url": SAID["S3_ENDPOINT"] or None,
            "region_name": SAID["S3_REGION"] or "us-east-1",
            "access_key": SAID["S3_KEY"],
            "secret_key": SAID["S3_SECRET"],
            "location": SAID["S3_PREFIX"],
        },
    }
WHITENOISE_USE_FINDERS = MODE == "dev"
WHITENOISE_AUTOREFRESH = MODE == "dev"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "huiyin.media.receiving.Ceiling",  # first: bounds what one file may put on the disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

SESSION_COOKIE_NAME = "huiyin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "huiyin_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huiyin.web.refusals.csrf_failed"
LOGIN_URL = "/sign-in"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
PROXIES: str = SAID["PROXIES"]  # whose word on the sender's address and on https is believed
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Text messages with sign-in codes: the console, or any gateway that takes an HTTP POST.
SMS_GATEWAY: str = SAID["SMS_GATEWAY"]  # https://… ; empty: the console
SMS_TOKEN: str = SAID["SMS_TOKEN"]
# Hosts of the own network that webhooks may be sent to, with commas: "10.1.2.3:8080,tasks.county.local". No others in it are reached.
HOOK_ALLOW: frozenset[str] = SAID["HOOK_ALLOW"]
# E-mail: smtps://user:password@host, smtp://… (STARTTLS), smtp+plain://… (own network only); empty: none is sent.
_mail = SAID["MAIL"] or urlsplit("")
EMAIL_HOST, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.hostname or "", unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp": 587}.get(_mail.scheme, 25)
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _mail.scheme == "smtps", _mail.scheme == "smtp", 10
DEFAULT_FROM_EMAIL = SAID["MAIL_FROM"] or f"huiyin@{urlsplit(ORIGIN).hostname or 'localhost'}"
# Requests that come by e-mail: their address, and the mailbox they are fetched from (imaps://…), if they are.
MAIL_IN: str = SAID["MAIL_IN"]
MAILBOX = SAID["MAILBOX"]
# Text messages about requests: an approved template, a number and a code (huiyin/channels/text/sender.py). Off unless all are set.
TEXT_GATEWAY: str = SAID["TEXT_GATEWAY"]
TEXT_SECRET: str = SAID["TEXT_SECRET"]
TEXT_SIGN: str = SAID["TEXT_SIGN"]
TEXT_REGISTERED: str = SAID["TEXT_REGISTERED"]
TEXT_ANSWERED: str = SAID["TEXT_ANSWERED"]
TEXT_A_DAY: int = SAID["TEXT_A_DAY"] or 2000
TEXT_A_MONTH: int = SAID["TEXT_A_MONTH"] or 10_000
# OpenID Connect, when the government has its own sign-in.
OIDC_ISSUER: str = SAID["OIDC_ISSUER"]
OIDC_CLIENT_ID: str = SAID["OIDC_CLIENT_ID"]
OIDC_CLIENT_SECRET: str = SAID["OIDC_CLIENT_SECRET"]

# For how many days what is kept is kept: "exports=7, security=1096" (read by core/retention_periods.py, which has the law in it).
KEEP: str = SAID["KEEP"]
#: Where fonts are; empty: where the machine keeps them.
FONTS: str = SAID["FONTS"]
#: The map of photographs (huiyin/feed/views/map.py): tiles, the coordinates they are drawn in, whose they are, 审图号.
MAP: Path | None = SAID["MAP"]
TILES: str = SAID["TILES"]
TILES_SYSTEM: str = SAID["TILES_SYSTEM"]
TILES_SOURCE: str = SAID["TILES_SOURCE"]
TILES_REVIEW: str = SAID["TILES_REVIEW"]

#: How the three rates are counted: huiyin/figures/formula.py.
FORMULA: str = SAID["FORMULA"]

AUDIT_LOG: str = SAID["AUDIT_LOG"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "huiyin.core.log_secrets.NoSecrets"}, "away": {"()": "huiyin.db.availability.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["away", "secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO" if MODE == "dev" else "WARNING"},
    "loggers": {"huiyin": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

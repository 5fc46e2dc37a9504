"""Settings of the tests: each run its own data directory; HUIYIN_TEST_DATABASE names a PostgreSQL, otherwise SQLite."""

import os
import tempfile

os.environ.setdefault("HUIYIN_MODE", "dev")
os.environ["HUIYIN_DATA"] = os.environ.get("HUIYIN_TEST_DATA") or tempfile.mkdtemp(prefix="huiyin-test-")
os.environ["HUIYIN_BUS"] = ""
os.environ["HUIYIN_DATABASE"] = os.environ.get("HUIYIN_TEST_DATABASE", "")
os.environ.setdefault("HUIYIN_SECRET_KEY", "only for tests")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread that sets tests up

from huiyin.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
LOGGING["root"] = {"handlers": ["console"], "level": "WARNING"}  # noqa: F405

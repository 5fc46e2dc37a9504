"""django-helpdesk in an environment of its own (bench/cases_peer.py makes it); knows nothing of ours. Its home and database stand in the
environment (PEER_HOME, PEER_DATABASE: a postgresql:// address, or nothing for SQLite).

    python bench/cases_peer_own.py lists ROUNDS   100,000 tickets, its list and search as its own page asks for them; prints JSON
    python bench/cases_peer_own.py make           its tables, and a queue that takes tickets of the public; prints the queue's id
    gunicorn cases_peer_own:application           serves it
"""

from __future__ import annotations

import base64
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

TICKETS = 100_000
HOME = Path(os.environ["PEER_HOME"])
APPS = ("auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "humanize", "admin")


def _database() -> dict[str, Any]:
    at = urlsplit(os.environ.get("PEER_DATABASE", ""))
    if not at.scheme:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "peer.sqlite3", "OPTIONS": {"timeout": 30}}
    own = {"NAME": at.path.lstrip("/"), "USER": at.username, "HOST": at.hostname, "PORT": at.port, "CONN_MAX_AGE": None}
    return {"ENGINE": "django.db.backends.postgresql", **own}


def set_up() -> None:
    """Configures Django with nothing but what django-helpdesk asks for."""
    import django
    from django.conf import settings

    (HOME / "peer_urls.py").write_text(
        "from django.urls import include, path\nfrom django.contrib import admin\n"
        "urlpatterns = [path('admin/', admin.site.urls), path('', include('helpdesk.urls', namespace='helpdesk'))]\n"
    )
    sys.path.insert(0, str(HOME))
    context = [f"django.{name}" for name in ("template.context_processors.request", "contrib.auth.context_processors.auth",
                                             "contrib.messages.context_processors.messages")]  # fmt: skip
    settings.configure(
        SECRET_KEY="bench", DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="peer_urls", SITE_ID=1, USE_TZ=True, STATIC_URL="/static/",
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework", "helpdesk"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField", EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DATABASES={"default": _database()},
        MIDDLEWARE=[f"django.contrib.{name}" for name in (
            "sessions.middleware.SessionMiddleware", "auth.middleware.AuthenticationMiddleware",
                                                          "messages.middleware.MessageMiddleware")],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": context}}],
        HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_TEAMS_MODEL="auth.Group", HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
        HELPDESK_KBITEM_TEAM_GETTER=lambda item: None,
    )  # fmt: skip
    django.setup()


def make() -> Any:
    """Makes tables and a queue. Gives the queue."""
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    return Queue.objects.create(title="county", slug="county", allow_public_submission=True)


def lists(rounds: int) -> dict[str, Any]:
    """Makes the tickets, asks for list and search by Django's test client."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from helpdesk.models import Ticket

    queue = make()
    user = get_user_model().objects.create_user("desk", is_staff=True, is_superuser=True)
    chance = random.Random(3)
    things, places = ("路灯", "水管", "垃圾", "噪音", "公交"), ("石湾村", "上湖村", "柳渡村", "南街")
    Ticket.objects.bulk_create([
        Ticket(title=f"{chance.choice(places)}的{chance.choice(things)}", queue=queue, submitter_email="a@example.org", priority=3,
               description=f"坏了三天没人修，请尽快处理。来件{n}。", status=1 if chance.random() < 0.01 else 4)
        for n in range(TICKETS)
    ], batch_size=2000)  # fmt: skip
    browser = Client()
    browser.force_login(user)
    pages = (("list", ""), ("search, common", "路灯"), ("search, rare", "来件4711。"), ("search, none", "鲸鱼"))
    rows = [{"page": page, "who": "desk", "queries": 0} | asked(browser, search, rounds) for page, search in pages]
    return {"tickets": TICKETS, "pages": rows}


def asked(browser: Any, search: str, rounds: int) -> dict[str, float]:
    """Asks as the page's table does. Gives milliseconds by the wall's clock and of the processor."""
    columns = "&".join(f"columns[{n}][data]={name}" for n, name in enumerate(("id", "ticket", "priority", "queue", "status", "created")))
    query = base64.b64encode(json.dumps({"search_string": search} if search else {}).encode()).decode()
    order = f"order[0][column]=0&order[0][dir]=desc&search[value]={quote(search)}&{columns}"
    path = f"/datatables_ticket_list/{query}?draw=1&start=0&length=25&{order}"
    times = []
    for _n in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        answer = browser.get(path)
        assert answer.status_code == 200, answer.status_code
        times.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
    found = {}
    for place, kind in enumerate(("", "cpu_")):
        ordered = sorted(one[place] for one in times)
        found |= {f"{kind}p50_ms": round(ordered[len(ordered) // 2], 1), f"{kind}p99_ms": round(ordered[-1], 1)}
    return found


set_up()
if __name__ == "__main__":
    print(make().pk if sys.argv[1] == "make" else json.dumps(lists(int(sys.argv[2])), ensure_ascii=False))
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

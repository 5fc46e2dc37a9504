"""The checks check: each house rule finds what it is for, and leaves alone what only looks like it."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tests import house_rules, words
from tests.house_rules import tree

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of a few files."""
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    return tmp_path


def a_file(house: Path, name: str, text: str) -> list[Path]:
    path = house / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [path]


@pytest.mark.parametrize(
    "line",
    [
        "person.save()", "person.save(update_fields=['name'])", "Person.objects.create(name='x')", "group.members.filter(a=1).update(b=2)",
        "group.delete()", "Person.objects.bulk_create(people)", "Tag.objects.get_or_create(name='x')", "group.sources.create(unit=unit)",
        "insert_rows(people)", "bulk.update_rows(Person, ['name'], rows)", "delete_some(Person.objects.all())",
        "add_sums(Person, [], 'n', [])",
    ],
)  # fmt: skip
def test_a_view_that_writes_is_found(house, line):
    found = list(house_rules.only_actions_write(a_file(house, "huiyin/groups/views.py", f"x = 1\n{line}\n")))
    assert len(found) == 1
    assert found[0].startswith("huiyin/groups/views.py:2:")


@pytest.mark.parametrize(
    "line",
    [
        "picture.save(path, 'WEBP')", "seen.update({1})", "facts.update(a=1)", "cache.delete('x')", "request.session.save()",
        "digest.update(b'x')",
    ],
)  # fmt: skip
def test_what_only_looks_like_writing_is_left_alone(house, line):
    assert not list(house_rules.only_actions_write(a_file(house, "huiyin/groups/views.py", line)))


@pytest.mark.parametrize(
    "line",
    [
        "if connection.vendor == 'x': pass", "import sqlite3", "from psycopg import sql", "x = database().vendor",
        "from huiyin.db.which import is_postgresql", "x = connection.features.has_select_for_update", "kind = 'postgresql'",
        "with connection.cursor() as cursor: pass", "Person.objects.raw(x)", "sql = f'SELECT id FROM {table}'",
        "sql = 'UPDATE a SET b = 1'",
        "from huiyin.db.statements import in_one_go, run", "from django.db.models.expressions import RawSQL",
        "from huiyin.db.which import own_way",
    ],
)  # fmt: skip
def test_sql_and_which_database_are_found(house, line):
    assert len(list(house_rules.sql_in_few_places(a_file(house, "huiyin/groups/views.py", f"x = 1\n{line}\n")))) == 1


def test_db_and_migrations_may_ask_and_words_are_no_sql(house):
    for name in ("huiyin/db/locks.py", "huiyin/groups/migrations/0001_made.py"):
        assert not list(house_rules.sql_in_few_places(a_file(house, name, "connection.vendor\nsql = 'SELECT 1'\n")))
    words = "from huiyin.db.which import one_writer\nx = 'Select a group. Update it, set it up.'\ny = 'DELETE'\n"
    assert not list(house_rules.sql_in_few_places(a_file(house, "huiyin/groups/words.py", words)))


def test_actions_write(house):
    assert not list(house_rules.only_actions_write(a_file(house, "huiyin/groups/actions/posting.py", "message.save()")))


@pytest.mark.parametrize(
    "line",
    [
        "found = Person.objects.first()", "found = Person._default_manager.first()", "found = get_object_or_404(Person, pk=pk)",
        "found = get_object_or_404(Post.objects.all(), pk=pk)", "found = visible_to(me).filter(pk=pk).first()",
        "mine = found.exclude(by=me)", "files = draft.files.select_related('upload')", "held = found.select_for_update()",
        "days = days.order_by('on')", "n = found.count()", "there = found.exists()", "moment.refresh_from_db(fields=['likes'])",
        "with transaction.atomic(): pass", "from django.db.transaction import atomic",
    ],
)  # fmt: skip
def test_a_view_that_asks_the_database_itself_is_found(house, line):
    for name in ("views.py", "views_x.py", "views/units.py", "views/manage/units.py", "api.py", "api/units.py", "staff/views.py"):
        found = list(house_rules.views_ask_nothing(a_file(house, f"huiyin/people/{name}", f"x = 1\n{line}\n")))
        assert len(found) == 1
        assert found[0].startswith(f"huiyin/people/{name}:2:")


@pytest.mark.parametrize(
    "line", ["person = person_for(me, pk)", "found = get_object_or_404(seen_by(me), pk=pk)", "rows = found[:50]", "n = words.count('x')"]
)
def test_a_view_that_has_it_asked_is_left_alone(house, line):
    assert not list(house_rules.views_ask_nothing(a_file(house, "huiyin/people/views.py", line)))


@pytest.mark.parametrize("name", ["people/queries.py", "people/actions/units.py", "api/door.py", "people/viewing.py"])
def test_who_is_no_view_may_ask(house, name):
    assert not list(house_rules.views_ask_nothing(a_file(house, f"huiyin/{name}", "Person.objects.filter(pk=1)")))


@pytest.mark.parametrize(
    "page",
    ['<p style="color:red">', "<style>p{}</style>", "<script>go()</script>", '<b onclick="go()">', "<script type=module>go()</script>"],
)
def test_a_page_against_the_policy_is_found(house, page):
    found = list(house_rules.pages_keep_the_policy(a_file(house, "huiyin/web/templates/web/a.html", page)))
    assert len(found) == 1


def test_a_page_within_the_policy_is_left_alone(house):
    page = '<script type="module" src="/a.js"></script><script type="application/json">{}</script><p class="style">on="x"</p>'
    assert not list(house_rules.pages_keep_the_policy(a_file(house, "huiyin/web/templates/web/a.html", page)))


@pytest.mark.parametrize("text", ["# TO" + "DO later", "see /wo" + "rk/main/x", "from https://py" + "pi.org/simple"])
def test_what_is_nobody_elses_business_is_found(house, text):
    assert list(house_rules.nothing_private(a_file(house, "huiyin/x.py", text)))


def test_a_document_that_speaks_of_a_module_that_is_gone_is_found(house):
    page = a_file(house, "docs/x.md", "`tasks/moves.py`\n`moves.py`, `tasks/standing.py`\n")
    paths = [*a_file(house, "huiyin/tasks/moves.py", ""), *page]
    found = [one.partition(": ")[2] for one in house_rules.documents_name_what_is_there(paths)]
    assert found == ["there is no tasks/standing.py"]


def test_a_docstring_that_counts_queries_is_found(house):
    text = 'def a():\n    """Gives it. Two queries."""\n\n\ndef b():\n    """Gives what a query asks."""\n'
    assert len(list(house_rules.docstrings_count_no_queries(a_file(house, "huiyin/groups/queries.py", text)))) == 1


def test_what_is_public_and_does_not_say_what_it_is_is_found(house):
    text = (
        "def told():\n    'Gives it.'\n    def inside(): ...\n\n\ndef untold(): ...\n\n\ndef _own(): ...\n\n\n"
        "class A:\n    'A.'\n\n    def clean(self): ...\n    def untold(self): ...\n    @property\n    def name(self): ...\n\n\n"
        "class Other(A): ...\n\n\nclass _Own:\n    def it(self): ...\n\n\ndef clean(): ...\n"
    )
    found = list(house_rules.public_things_say_what_they_are(a_file(house, "huiyin/groups/rules.py", text)))
    assert [one.rpartition(": ")[2] for one in found] == ["untold", "A.untold", "A.name", "Other", "clean"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("huiyin/groups/models.py", "class A:\n    'A.'\n\n    class Kind(models.TextChoices): ...\n    class Meta: ...\n"),
        ("huiyin/groups/apps.py", "class GroupsConfig(AppConfig): ...\n"),
        ("huiyin/groups/api.py", "class GroupOut(Schema): ...\nclass FullOut(GroupOut): ...\n@router.get('/')\ndef groups(): ...\n"),
        ("huiyin/groups/migrations/0001.py", "def forward(): ...\n"),
        ("tests/groups/makers.py", "def make(): ...\n"),
    ],
)
def test_what_others_describe_need_not_say_it_again(house, name, text):
    assert not list(house_rules.public_things_say_what_they_are(a_file(house, name, text)))


def test_a_helper_beside_the_endpoints_says_what_it_is(house):
    text = "class GroupOut(Schema): ...\n\n\ndef each(): ...\n\n\nclass Pages: ...\n"
    assert len(list(house_rules.public_things_say_what_they_are(a_file(house, "huiyin/groups/api/groups.py", text)))) == 2


def test_an_app_whose_layers_nothing_holds_is_found(house):
    (house / "pyproject.toml").write_text('[[tool.importlinter.contracts]]\ntype = "layers"\ncontainers = ["huiyin.tasks"]\n')
    paths = [path for app in ("tasks", "acorn") for path in a_file(house, f"huiyin/{app}/models.py", "")]
    assert list(house_rules.every_app_has_layers(paths)) == ["pyproject.toml: the contract of layers holds huiyin.acorn not yet"]


def test_chinese_that_loses_a_place_holder_is_found():
    assert words.places_kept(polib.POEntry(msgid="%(n)s of %(m)s", msgstr="%(m)s 中的 %(n)s"))
    assert not words.places_kept(polib.POEntry(msgid="%(n)s of %(m)s", msgstr="%(n)s 个"))
    assert not words.places_kept(polib.POEntry(msgid="%(n)s row", msgid_plural="%(n)s rows", msgstr_plural={0: "%(m)s 行"}))


def test_given_words_are_put_in_and_what_nobody_says_is_named():
    found = words.new_catalogue()
    found.extend([polib.POEntry(msgid="Leave"), polib.POEntry(msgid="one row", msgid_plural="%(n)s rows", msgstr_plural={0: ""})])
    unknown = words.merge(found, words.new_catalogue(), [{"Leave": "退出", "one row|%(n)s rows": "%(n)s 行", "Gone": "没了"}])
    assert [words.said(entry) for entry in found] == [True, True]
    assert unknown == ["Gone"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("huiyin/people/templates/people/me.html", '<a class="row" href="/manage/">'),
        ("huiyin/tasks/jinja2/tasks/_card.html", '<a href="/tasks/{{ t.pk }}">'),
        ("huiyin/tasks/static/tasks/talk.js", "location.assign(`/groups/${group}/tasks/new`)"),
        ("huiyin/notices/static/notices/bell.js", 'fetch("/me/notices/count")'),
    ],
)
def test_an_address_written_out_is_found(house, name, text):
    assert len(list(house_rules.addresses_by_name(a_file(house, name, text)))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("huiyin/people/templates/people/me.html", """<a href="{% url 'manage' %}"><a href="#main"><a href="{{ back }}">"""),
        ("huiyin/tasks/static/tasks/talk.js", 'import { a } from "../web/js/addresses.js"; const x = /[a-z]/.test("a/b");'),
    ],
)
def test_an_address_made_by_its_name_is_left_alone(house, name, text):
    assert not list(house_rules.addresses_by_name(a_file(house, name, text)))


def test_a_setting_read_past_the_table_is_found(house):
    for line in ("os.environ.get('HUIYIN_NEW', '')", 'os.environ["HUIYIN_NEW"]', 'os.getenv("HUIYIN_NEW")'):
        assert list(house_rules.settings_in_one_place(a_file(house, "huiyin/groups/views.py", f"{line}\n")))
    assert not list(house_rules.settings_in_one_place(a_file(house, "huiyin/groups/views.py", "os.environ['PATH']\n")))

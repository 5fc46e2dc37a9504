"""What the house asks and no other tool knows: only actions write, pages keep the strict policy, nothing private stands in a file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES = 300  # a longer file becomes two; of tests it is only said
TEST_LINES = 400
STYLE_LINES = 600  # a declaration a line: what another file says in a line stands here in three
BINARY = {".png", ".webp", ".jpg", ".ico", ".mo", ".gz", ".xlsx", ".woff2", ".mp4", ".pdf", ".zip", ".enc"}

#: May write although they are no actions, each for its reason.
MAY_WRITE = {
    "huiyin/backup/moving.py": "copies every row as it is from one database to the other",
    "huiyin/demo/": "the invented county sets back the clock of what its actions made",
    "huiyin/groups/search_index.py": "the index is made of messages and can be made again from them",
}
#: Write addresses out: the table of scripts, what works without the rest of the house, and the examples of the API.
ADDRESSES_WRITTEN_OUT = ("web/js/addresses.js", "web/js/worker.js", "web/broken.html", "groups/wire.js")
WRITES_ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "aget_or_create", "abulk_create"}
WRITES_BY_ITS_LOOK = {"save", "create", "update", "delete", "asave", "acreate", "aupdate", "adelete"}
_OF_ALL = {"connection", "connections", "objects", "_base_manager", "_default_manager"}
OF_A_QUERY = {"objects", "filter", "exclude", "all", "select_for_update", "using", "order_by", "_default_manager"}

#: Ask the database in their own words, each for what a bench shows it buys (docs/developers/performance.md). All others go through the ORM
#: and through db/, where every question stands that is asked differently of SQLite and PostgreSQL.
MAY_SPEAK_SQL = {
    "huiyin/groups/actions/posting_sql.py",
    "huiyin/groups/queries_settings.py",
    "huiyin/groups/search_backend.py",
    "huiyin/groups/search_index.py",
    "huiyin/journal/clocks.py",
    "huiyin/people/queries/naming.py",
    "huiyin/tasks/queries/escalation.py",
}
_SQL = re.compile(
    r"\s*\(?(?:SELECT|INSERT INTO|DELETE FROM|UPDATE \S+ (?:\S+ )?SET|WITH (?:RECURSIVE )?\w+[ (]|PRAGMA|EXPLAIN|"
    r"VACUUM|BEGIN|COMMIT\b|ROLLBACK|(?:CREATE|DROP|ALTER) [A-Z]|SET [A-Z_]+\b)"
)
_SQL_DOORS = {"cursor", "raw", "extra", "RawSQL", "run", "ask", "ask_rows", "run_for_each", "rows_anew", "own_way"}
#: Says what may be set, and opens nothing.
NAMES_DATABASES = "huiyin/environment/table.py"
_WHICH = {"vendor", "features", "is_postgresql"}
_DRIVERS = ("sqlite3", "psycopg", "django.db.backends")
_MARK = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
_MACHINE = re.compile("|".join(("/wo" + r"rk/(?:main|shared|\.library)", "/tmp/" + "setup", "/ro" + r"ot/\.", r"/\.pyenv/")))
_REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org|https?://\S+/simple\b")
_PRIVATE = ((_MARK, "a mark of unfinished work"), (_MACHINE, "a place on somebody's machine"), (_REGISTRY, "a registry's host"))
_SETTING_READ = re.compile(r"""(?:environ(?:\.get\(|\[)|getenv\()\s*f?["']HUIYIN_\w*""")
_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.IGNORECASE)
_MAY_BE_MISSING = re.compile(r"\|\s*\w+:typed\.")
_STYLE_BLOCK = re.compile(r"<style\b", re.IGNORECASE)
_ADDRESS_IN_PAGE = re.compile(r"""\b(?:href|action|formaction|src|hx-(?:get|post|put|delete))=["']/[^"'#]*""")
_ADDRESS_IN_SCRIPT = re.compile(r"""(?<![\w)])["'`]/[a-z][\w/${}.-]*(?=[?#"'`])""")
_IN_PAGE = (
    (_STYLE, "a style attribute"),
    (_STYLE_BLOCK, "a style block"),
    (_SCRIPT, "an inline script"),
    (_HANDLER, "an inline handler"),
    (_MAY_BE_MISSING, "what was typed as a filter's argument: the page breaks where the form has no such field (use firstof)"),
)


def files() -> list[Path]:
    """Gives the files that are, or are about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:  # unpacked from an archive
        skip = {".venv", ".git", "var", "shots", "build", "dist", "__pycache__"}
        return sorted(p for p in ROOT.rglob("*") if p.is_file() and not skip & set(p.relative_to(ROOT).parts))
    names = {name for name in listed.stdout.decode().split("\0") if name}
    return sorted(p for p in (ROOT / name for name in names) if p.is_file())


def only_actions_write(paths: list[Path]) -> Iterator[str]:
    """Names every place outside the actions that changes a row."""
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith("huiyin/") and not _may_write(name):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), name)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node, node.func):
                    yield f"{name}:{node.lineno}: only actions write: .{node.func.attr}(…)"


def sql_in_few_places(paths: list[Path]) -> Iterator[str]:
    """Names whoever asks which database this is, or speaks SQL, outside db/ and the few modules that may."""
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith("huiyin/") and not name.startswith("huiyin/db/") and "/migrations/" not in name:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), name)):
                if name != NAMES_DATABASES and (which := _asks_which(node)):
                    yield f"{name}:{node.lineno}: which database this is, is asked in huiyin/db/: {which}"  # type: ignore[attr-defined]
                elif name not in MAY_SPEAK_SQL and (spoken := _speaks_sql(node)):
                    yield f"{name}:{node.lineno}: SQL outside huiyin/db/: {spoken}"  # type: ignore[attr-defined]


def _asks_which(node: ast.AST) -> str:
    if isinstance(node, ast.Import | ast.ImportFrom):
        named = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        named += [one.name for one in node.names if one.name in _WHICH]
        return next((one for one in named if one in _WHICH or one.startswith(_DRIVERS)), "")
    if isinstance(node, ast.Attribute) and node.attr in _WHICH:
        return node.attr if {"connection", "connections", "database", "db"} & set(_names(node.value)) else ""
    return node.value if isinstance(node, ast.Constant) and node.value in ("sqlite", "postgresql") else ""


def _speaks_sql(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value):
        return node.value[:40]
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("huiyin.db", "django.db")):
        return ", ".join(sorted({one.name for one in node.names} & _SQL_DOORS))
    if isinstance(node, ast.Attribute) and node.attr in _SQL_DOORS and set(_names(node.value)) & _OF_ALL:
        return f".{node.attr}"
    return ""


def _may_write(name: str) -> bool:
    parts = name.split("/")
    # personal_data.py is the actions by which privacy removes what an app keeps of a person.
    if {"actions", "migrations", "journal", "db"} & set(parts) or parts[-1] in ("actions.py", "models.py", "personal_data.py"):
        return True
    return any(name.startswith(allowed) for allowed in MAY_WRITE)


def _writes(call: ast.Call, function: ast.Attribute) -> bool:
    if function.attr in WRITES_ALWAYS:
        return True
    # Pictures, caches, sets and files are given what they save or drop; models are not.
    if function.attr not in WRITES_BY_ITS_LOOK or call.args:
        return False
    chain = set(_names(function.value))
    if chain & {"session", "cache", "storage"}:
        return False
    return function.attr not in ("update", "aupdate") or bool(chain & OF_A_QUERY)


def _names(node: ast.AST) -> Iterator[str]:
    while True:
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return


def pages_keep_the_policy(paths: list[Path]) -> Iterator[str]:
    """Names what a page may not hold under the content security policy: styles and scripts in the page itself."""
    for path in paths:
        inside = path.relative_to(ROOT).parts
        if {"templates", "jinja2"} & set(inside) and path.suffix in (".html", ".svg", ".jinja2"):
            text = path.read_text(encoding="utf-8")
            for pattern, what in _IN_PAGE:
                for found in pattern.finditer(text):
                    yield f"{'/'.join(inside)}:{text.count(chr(10), 0, found.start()) + 1}: {what}; the policy forbids it"


def addresses_by_name(paths: list[Path]) -> Iterator[str]:
    """Names addresses written out in pages and scripts, where only their names belong: an address that moves takes its doors along."""
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        pattern = _ADDRESS_IN_SCRIPT if path.suffix == ".js" else _ADDRESS_IN_PAGE if path.suffix == ".html" else None
        if pattern is None or not name.startswith("huiyin/") or "/vendor/" in name or name.endswith(ADDRESSES_WRITTEN_OUT):
            continue
        text = path.read_text(encoding="utf-8")
        for found in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: an address written out: {found.group()}"


def settings_in_one_place(paths: list[Path]) -> Iterator[str]:
    """Names whoever reads a setting from the environment past the table of settings, where it is neither checked nor written down."""
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith("huiyin/") and not name.startswith(("huiyin/environment/", "huiyin/settings_test")):
            text = path.read_text(encoding="utf-8")
            for found in _SETTING_READ.finditer(text):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: a setting read past huiyin/environment: {found.group()}"


def nothing_private(paths: list[Path]) -> Iterator[str]:
    """Names marks of unfinished work, places on somebody's machine, and hosts of registries."""
    for path in paths:
        if path.suffix in BINARY or path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(ROOT).as_posix()
        for pattern, what in _PRIVATE:
            for found in pattern.finditer(text):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {what}: {found.group()}"


def long_files(paths: list[Path]) -> Iterator[str]:
    """Names the product's files that have grown too long to be read at once."""
    return _longer_than(LINES, [path for path in paths if not _of_tests(path)])


def long_tests(paths: list[Path]) -> Iterator[str]:
    """Names such files of tests; said, not refused: a story may be long."""
    return _longer_than(TEST_LINES, [path for path in paths if _of_tests(path)])


def _of_tests(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] in ("tests", "bench")


def _longer_than(most: int, paths: list[Path]) -> Iterator[str]:
    for path in paths:
        if path.suffix in (".py", ".js", ".css", ".html") and "migrations" not in path.parts and "vendor" not in path.parts:
            lines = path.read_bytes().count(b"\n")
            if lines > (STYLE_LINES if path.suffix == ".css" else most):
                yield f"{path.relative_to(ROOT).as_posix()}: {lines} lines"

"""What PostgreSQL does not repeat. It repeats what touches a database's own ways: locks and commits, what is committed and then told,
search and words, places in lists, sums, numbers and characters a column cannot hold, migrations, who gets in at every address.

What only draws, reads, signs, sends or understands asks rows by their number through Django, and is tried once. It stands here by name,
so that whatever is new is tried on both; a page whose query PostgreSQL would not take is found by tests/permissions: it asks every address.
"""

from __future__ import annotations

import os
from pathlib import Path

TESTS = Path(__file__).resolve().parent
_FILES = {
    "api": "client schema scopes strict",
    "cases": "pages typed_again where",
    "channels": "key mail_conventions pages robots robots_answers",
    "core": "bounded_json",
    "faults": "backup_files",
    "feed": "cards framed_map public_face",
    "groups": "frame_pages pages",
    "hooks": "conventions sending speaking",
    "live": "ceilings event_source",
    "market": "pages report_poster",
    "media": "facts growth hostile kinds_and_names links photos s3 serving voices",
    "notices": "pages",
    "open311": "client",
    "people": (
        "first_hour language last_backup oidc_answers passkeys pending_form people_pages reauthentication sign_in_outside working_days"
    ),
    "permissions": "doors",
    "reception": "pages typed_again",
    "safety": "forms holes_others_had leaks named_fields planted_markup same_answer",
    "tasks": "picture recurrence_pages",
    "web": "assets cards hosts look pages policy policy_outside",
}
#: Folders and files below tests/.
ONCE = {"answers", "bench", "demo", "language", "printing", "protocols", "worktime"} | {
    f"{folder}/test_{name}.py" for folder, names in _FILES.items() for name in names.split()
}


def is_left_out(path: Path) -> bool:
    """Gives whether a folder or file of tests says nothing on the database of this run that it did not say on SQLite."""
    return bool(os.environ.get("HUIYIN_TEST_DATABASE")) and path.is_relative_to(TESTS) and path.relative_to(TESTS).as_posix() in ONCE

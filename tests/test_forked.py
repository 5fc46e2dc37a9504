"""What the tests fork is forked: nothing that is particular to one installation is read while Huiyin is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOADING = """
import os
from tests import mother
mother.load()
del os.environ["HUIYIN_SECRET_KEY"]
os.environ |= {"HUIYIN_ORIGIN": "https://talk.example.gov", "HUIYIN_DATA": os.environ["HUIYIN_DATA"] + "/of-another",
               "HUIYIN_SMS_GATEWAY": "https://sms.example.gov/send", "HUIYIN_SMS_TOKEN": "t"}
print(mother._with_its_own_settings())
"""


@pytest.mark.sqlite_only
def test_no_module_keeps_an_installations_settings_from_the_moment_it_is_loaded(tmp_path: Path) -> None:
    """One that does (a signer made at import) signs with a key that was changed since, and makes each forked run begin from scratch: one
    that kept where the data lies did so to every server and command of the tests."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
    env |= {"HUIYIN_DATA": str(tmp_path), "HUIYIN_SECRET_KEY": "nobody's", "DJANGO_SETTINGS_MODULE": "huiyin.settings"}
    done = subprocess.run([sys.executable, "-c", LOADING], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "True", done.stdout + done.stderr

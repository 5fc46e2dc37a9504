"""Putting a backup back: over what is here, out of an older version, and with the photos in an S3 storage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.faults.processes import Process, environment, huiyin, until
from tests.postgres import new_database

pytestmark = [pytest.mark.sqlite_only]  # they bring their own databases
MORE = """
from huiyin.groups.models import Group
from huiyin.people.models import Person
from tests.factories import a_person, say
say(Group.objects.first(), Group.objects.first().members.first().person, "后来的话")
a_person("后来的人")
"""
COUNTED = """
import json
from django.db import connection
from huiyin.groups.models import Message
from huiyin.people.models import Person
with connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'before_restore'")
        left = cursor.fetchone()[0]
    else:
        left = 0
print(json.dumps([Person.objects.count(), Message.objects.count(), Message.objects.filter(text="后来的话").count(), left]))
"""
OLDER = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pathlib import Path
from huiyin.backup.making import make
call_command("migrate", "ical", "zero", verbosity=0)
MigrationRecorder(connection).migration_qs.filter(name="0001_squashed").delete()  # from before the steps were joined
make(Path({path!r}))
"""
HALF = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pathlib import Path
from huiyin.backup.making import make
MigrationRecorder(connection).migration_qs.filter(app="tasks", name__in=["0001_squashed", "0006_moves_made"]).delete()
make(Path({path!r}))
"""
PHOTOS = """
import hashlib, json
from huiyin.groups.models import Group
from huiyin.media.actions import keep_upload, storage
from huiyin.media.models import Upload
from tests.factories import a_group, a_person, say
from tests.media.corpus import photo_from_a_phone
if not Upload.objects.exists():
    chen = a_person()
    say(a_group(owner=chen), chen, "塘", uploads=[keep_upload(chen, photo_from_a_phone(), "塘.jpg").key for _ in range(3)])
right = [hashlib.sha256(storage().open(u.path(u.main)).read()).hexdigest() == u.digest for u in Upload.objects.all()]
print(json.dumps([type(storage()).__name__, right]))
"""


def last_line(said: str) -> object:
    return json.loads(said.splitlines()[-1])


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, talk_on) -> dict[str, str]:
    """The environment of a house with a group of sixty in it."""
    return talk_on(request.param, tmp_path / "data").env


def test_over_what_is_here_only_when_told_and_never_under_a_running_server(house, tmp_path: Path):
    file = str(tmp_path / "all.tar.gz")
    huiyin(house, "backup", file)
    before = last_line(huiyin(house, code=COUNTED))
    huiyin(house, code=MORE)
    assert last_line(huiyin(house, code=COUNTED)) != before
    with pytest.raises(AssertionError, match="--replace"):
        huiyin(house, "restore", file)
    server = Process(house)
    try:
        until(lambda: server.health().get("database") == "ok", 60)
        with pytest.raises(AssertionError, match="systemctl stop huiyin"):
            huiyin(house, "restore", "--replace", file)
    finally:
        server.kill()
        server.log.close()
    said = huiyin(house, "restore", "--replace", file)
    assert "The record holds" in said or "记录完好" in said
    assert last_line(huiyin(house, code=COUNTED)) == before, "what came later is gone, and nothing of the old tables is left"


def test_a_backup_of_an_older_version_is_brought_to_this_one(house, tmp_path: Path, request: pytest.FixtureRequest):
    if house["HUIYIN_DATABASE"] and not request.config.getoption("--long"):
        pytest.skip("on PostgreSQL: ./dev test --long")
    file, there = tmp_path / "older.tar.gz", tmp_path / "there"
    there.mkdir()
    database = house["HUIYIN_DATABASE"] and new_database(request.getfixturevalue("cluster_of_faults"), f"{tmp_path.name}_older")
    other = environment(there, database, "")
    huiyin(house, code=OLDER.format(path=str(file)))
    said = huiyin(other, "restore", str(file))
    assert "brought to this version" in said or "步" in said
    people, _messages, _later, left = last_line(huiyin(other, code=COUNTED))  # type: ignore[misc]
    assert people == 60 and left == 0
    huiyin(other, code=MORE)
    assert "OK" in huiyin(other, code="from django.core.management import call_command; call_command('check'); print('OK')")


def test_a_backup_whose_next_steps_are_gone_changes_nothing(talk_on, tmp_path: Path):
    house, file = talk_on("sqlite", tmp_path / "data").env, tmp_path / "half.tar.gz"
    huiyin(house, code=HALF.format(path=str(file)))
    huiyin(house, code=MORE)
    before = last_line(huiyin(house, code=COUNTED))
    with pytest.raises(AssertionError, match="too early"):
        huiyin(house, "restore", "--replace", str(file))
    assert last_line(huiyin(house, code=COUNTED)) == before


@pytest.fixture
def buckets() -> Iterator[str]:
    """A server that speaks S3, with two buckets. Gives its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_photos_in_an_s3_storage_go_along_and_come_back_into_another(tmp_path: Path, buckets: str, talk_on):
    client = boto3.client("s3", endpoint_url=buckets, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")

    def at(name: str) -> dict[str, str]:
        client.create_bucket(Bucket=name)
        (tmp_path / name).mkdir(exist_ok=True)
        return environment(tmp_path / name, "", "") | {
            "HUIYIN_S3_BUCKET": name, "HUIYIN_S3_ENDPOINT": buckets, "HUIYIN_S3_KEY": "a", "HUIYIN_S3_SECRET": "b",
        }  # fmt: skip

    talk_on("sqlite", tmp_path / "here")
    here, there, file = at("here"), at("there"), str(tmp_path / "all.huiyin")
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("three old wells\n")
    assert last_line(huiyin(here, code=PHOTOS)) == ["MediaInS3", [True] * 3]
    huiyin(here, "backup", "--passphrase-file", str(passphrase), file)
    names = [found["Key"] for found in client.list_objects_v2(Bucket="here")["Contents"]]
    for name in names:
        client.delete_object(Bucket="here", Key=name)
    huiyin(there, "restore", "--passphrase-file", str(passphrase), file)
    assert last_line(huiyin(there, code=PHOTOS)) == ["MediaInS3", [True] * 3]
    assert [found["Key"] for found in client.list_objects_v2(Bucket="there")["Contents"]] == names
    assert not (tmp_path / "there" / "media").exists()

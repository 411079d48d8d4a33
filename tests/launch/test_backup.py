import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from launch import backup, database
from launch.secrets import secret_key
from tests.launch.processes import ROOT, ask


def launch(verb, home, **settings):
    """Run one verb of the launcher on a home; returns what ended."""
    unwanted = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.run(
        [sys.executable, "-m", "launch", verb],
        cwd=ROOT,
        env={**kept, "HEARD_HOME": str(home), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def older_programs():
    """PostgreSQL's programs of a version before 17, if Debian has put some on this machine."""
    found = [place for place in Path("/usr/lib/postgresql").glob("*/bin") if int(place.parent.name) < 17 and (place / "initdb").exists()]
    return max(found, default=None)


OLDER = older_programs()


@pytest.fixture
def site(tmp_path):
    """A home with a story in its database and a key."""
    home = tmp_path / "site"
    in_database(home, "CREATE TABLE story (words text)", "INSERT INTO story VALUES ('it was saved')")
    secret_key(home)
    return home


def in_database(home, *statements):
    """Run statements in a home's database, and leave it; returns the last row."""
    url = database.ensure(home, durable=False)
    try:
        return [ask(url, statement) for statement in statements][-1]
    finally:
        database.release(home)


def test_backup_and_restore_bring_everything_back(site, tmp_path):
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    assert saved.returncode == 0, saved.stderr
    assert (tmp_path / "heard.tar").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    restored = launch("restore", other, FILE=str(tmp_path / "heard.tar"))
    assert restored.returncode == 0, restored.stderr
    assert in_database(other, "SELECT words FROM story") == ("it was saved",)
    assert secret_key(other) == secret_key(site)
    assert (other / "keys" / "secret").stat().st_mode & 0o777 == 0o600
    assert (other / "demo").read_text() == "no\n"


@pytest.mark.skipif(OLDER is None, reason="There is no PostgreSQL older than 17 in /usr/lib/postgresql (Debian 12: apt install postgresql)")
def test_a_backup_goes_into_an_older_postgresql_of_your_own(site, tmp_path, monkeypatch):
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    assert saved.returncode == 0, saved.stderr
    with monkeypatch.context() as changed:
        changed.setenv("PG_BIN", str(OLDER))
        url = database.ensure(tmp_path / "own", durable=False)
        try:
            restored = launch("restore", tmp_path / "other", FILE=str(tmp_path / "heard.tar"), DATABASE_URL=url, PG_BIN="")
            assert restored.returncode == 0, restored.stderr
            assert ask(url, "SELECT words FROM story") == ("it was saved",)
        finally:
            database.release(tmp_path / "own")


def test_only_the_head_of_a_script_is_changed_for_an_older_postgresql(tmp_path):
    script = tmp_path / "all.sql"
    line = "SET transaction_timeout = 0;\n"
    head = (
        f"--\n-- PostgreSQL database dump\n--\n\nSET lock_timeout = 0;\n{line}SET row_security = off;\n\n--\n-- Name: story; Type: TABLE\n"
    )
    words = f"COPY story FROM stdin;\n{line}\\.\n"
    script.write_text(head + words)
    backup._leave_out_transaction_timeout(script)
    assert script.read_text() == head.replace(line, line.replace("SET", "-- ")) + words
    backup._leave_out_transaction_timeout(script)
    assert script.read_text() == head.replace(line, line.replace("SET", "-- ")) + words


def test_nobody_is_signed_in_after_a_restore(site, tmp_path):
    in_database(
        site, "CREATE TABLE django_session (session_key text, session_data text)", "INSERT INTO django_session VALUES ('key', 'whose')"
    )
    assert launch("backup", site, FILE=str(tmp_path / "heard.tar")).returncode == 0
    assert launch("restore", tmp_path / "other", FILE=str(tmp_path / "heard.tar")).returncode == 0
    assert in_database(tmp_path / "other", "SELECT count(*) FROM django_session") == (0,)
    assert in_database(site, "SELECT count(*) FROM django_session") == (1,)


def test_restore_over_a_site_needs_force_and_keeps_its_keys_aside(site, tmp_path):
    launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    other = tmp_path / "other"
    in_database(other, "CREATE TABLE mine (words text)")
    key = secret_key(other)
    refused = launch("restore", other, FILE=str(tmp_path / "heard.tar"))
    assert refused.returncode == 1
    assert "FORCE=1 replaces it" in refused.stderr
    forced = launch("restore", other, FILE=str(tmp_path / "heard.tar"), FORCE="1")
    assert forced.returncode == 0, forced.stderr
    assert in_database(other, "SELECT words FROM story") == ("it was saved",)
    assert (other / "keys.before-1" / "secret").read_text().strip() == key


def test_broken_backup_changes_nothing(site, tmp_path):
    launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    whole = (tmp_path / "heard.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.add(tmp_path / "half.tar", "keys/../../outside")
    for name, words in (("half.tar", "not a whole backup"), ("evil.tar", "does not belong"), ("none.tar", "no file")):
        refused = launch("restore", site, FILE=str(tmp_path / name), FORCE="1")
        assert refused.returncode == 1
        assert words in refused.stderr
    assert in_database(site, "SELECT words FROM story") == ("it was saved",)


def test_reset_deletes_only_when_told_and_keeps_the_keys(site):
    unasked = launch("reset", site)
    assert unasked.returncode == 1
    assert "FORCE=1" in unasked.stderr
    url = database.ensure(site)
    try:
        in_use = launch("reset", site, FORCE="1")
    finally:
        ask(url, "SELECT 1")
        database.release(site)
    assert in_use.returncode == 1
    assert f"process {os.getpid()}" in in_use.stderr
    told = launch("reset", site, FORCE="1")
    assert told.returncode == 0, told.stderr
    assert not (site / "postgres").exists()
    assert (site / "keys" / "secret").exists()


def test_forgotten_file_name_is_asked_for(site):
    assert "FILE=heard.tar" in launch("backup", site).stderr

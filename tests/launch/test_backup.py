import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pyrage
import pytest

from launch import backup, database, locked, postgres
from launch.errors import LaunchError
from launch.home import Home
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
def site(tmp_path, made):
    """A home with a story in its database and a key."""
    home = made(tmp_path / "site")
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


def names_in(tar):
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        return opened.getnames()


def test_backup_and_restore_bring_everything_back(site, tmp_path):
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"), KEYS="1")
    assert saved.returncode == 0, saved.stderr
    assert "anyone who can open this file can read everything" in saved.stdout
    assert (tmp_path / "heard.tar").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    restored = launch("restore", other, FILE=str(tmp_path / "heard.tar"))
    assert restored.returncode == 0, restored.stderr
    assert in_database(other, "SELECT words FROM story") == ("it was saved",)
    assert secret_key(other) == secret_key(site)
    assert (other / "keys" / "secret").stat().st_mode & 0o777 == 0o600
    assert (other / "demo").read_text() == "no\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["heard.tar", "other", "site"], "and nothing else is left behind"


def test_pictures_come_along(site, tmp_path):
    picture = site / "media" / "pictures" / ("k" * 26) / "96.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    (site / "media" / "notes.txt").write_text("an operator's own")
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    assert saved.returncode == 0, saved.stderr
    other = tmp_path / "other"
    assert launch("restore", other, FILE=str(tmp_path / "heard.tar")).returncode == 0
    assert (other / picture.relative_to(site)).read_bytes() == b"a picture"
    assert not (other / "media" / "notes.txt").exists()
    made = [each.stat().st_mode & 0o777 for each in (other / "media", *(other / "media").rglob("*"))]
    assert made == [0o700, 0o700, 0o700, 0o600], "names of folders are addresses that nobody can guess"


def test_a_picture_that_comes_or_goes_while_a_backup_is_made_is_whole_in_it(site, tmp_path, monkeypatch):
    """The dump may hold the row of either."""
    monkeypatch.setenv("HEARD_HOME", str(site))
    going, coming = (site / "media" / "pictures" / (letter * 26) / "96.webp" for letter in "gc")
    half = site / "media" / "pictures" / f".{'h' * 26}" / "96.webp"
    for each in (going, half):
        each.parent.mkdir(parents=True)
        each.write_bytes(b"a picture")
    dumped = backup._add_dump

    def meanwhile(tar, url):
        going.unlink()
        coming.parent.mkdir()
        coming.write_bytes(b"a picture")
        return dumped(tar, url)

    monkeypatch.setattr(backup, "_add_dump", meanwhile)
    assert backup.backup(Home.from_environment(), {"FILE": str(tmp_path / "heard.tar")}) == 0
    database.release(site)
    whole = (tmp_path / "heard.tar").read_bytes()
    assert {each for each in names_in(whole) if each.startswith("media/")} == {str(each.relative_to(site)) for each in (going, coming)}


def test_with_an_object_store_it_is_said_that_its_pictures_are_not_in_the_backup(site, tmp_path):
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"), MEDIA_STORAGE_URL="s3://key:secret@objects.example/heard")
    assert saved.returncode == 0, saved.stderr
    assert "aren’t in it" in saved.stdout
    assert "secret" not in saved.stdout


def test_films_come_along_however_large_and_one_that_waits_to_be_prepared_too(site, tmp_path):
    film = site / "media" / "films" / ("f" * 32) / "film.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(b"a film" * 2_000_000)
    film.with_name("arrived").write_bytes(b"as it came")
    film.with_name("0123.film.mp4").write_bytes(b"half a film")
    arriving = site / "media" / "arriving" / "tmp.upload"
    arriving.parent.mkdir()
    arriving.write_bytes(b"half an upload")
    film.with_name("poster.jpg").symlink_to(site / "keys" / "secret")
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    assert saved.returncode == 0, saved.stderr
    other = tmp_path / "other"
    assert launch("restore", other, FILE=str(tmp_path / "heard.tar")).returncode == 0
    back = {each.name: each.read_bytes() for each in (other / "media").rglob("*") if each.is_file()}
    assert back == {"film.mp4": film.read_bytes(), "arrived": b"as it came"}


def test_pdfs_of_case_studies_come_along(site, tmp_path):
    paper = site / "media" / "case-studies" / f"{'d' * 32}.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF-1.7" + b"x" * (2 << 20))
    half, other = paper.with_name(".0123456789abcdef"), tmp_path / "other"
    half.write_bytes(b"%PD")
    assert launch("backup", site, FILE=str(tmp_path / "heard.tar")).returncode == 0
    restored = launch("restore", other, FILE=str(tmp_path / "heard.tar"))
    assert restored.returncode == 0, restored.stderr
    assert (other / paper.relative_to(site)).read_bytes() == paper.read_bytes()
    assert not (other / half.relative_to(site)).exists()


def test_nothing_comes_along_that_was_slipped_among_the_pictures(site, tmp_path):
    """The web process writes there and may not read every key; whoever makes backups may."""
    (site / "keys" / "worker-1.key").write_bytes(b"w" * 32)
    pictures = site / "media" / "pictures"
    for each in ("k", "l", "m"):
        (pictures / (each * 26)).mkdir(parents=True)
    (pictures / ("k" * 26) / "96.webp").symlink_to(site / "keys" / "worker-1.key")
    (pictures / ("n" * 26)).symlink_to(site / "keys")
    (pictures / ("l" * 26) / "96.webp").write_bytes(bytes(11 << 20))
    (pictures / ("m" * 26) / "96.webp").write_bytes(b"a picture")
    saved = launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    assert saved.returncode == 0, saved.stderr
    whole = (tmp_path / "heard.tar").read_bytes()
    assert b"w" * 32 not in whole
    assert [each for each in names_in(whole) if each.startswith("media/")] == [f"media/pictures/{'m' * 26}/96.webp"]
    assert launch("restore", tmp_path / "other", FILE=str(tmp_path / "heard.tar")).returncode == 0


def test_a_restore_that_was_cut_off_leaves_no_half_picture(site, tmp_path, monkeypatch):
    picture = site / "media" / "pictures" / ("k" * 26) / "96.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    assert launch("backup", site, FILE=str(tmp_path / "heard.tar")).returncode == 0
    monkeypatch.setenv("HEARD_HOME", str(tmp_path / "other"))
    other = Home.from_environment()
    other.folder.mkdir()

    def fill_the_disk(content, file, _piece):
        file.write(content.read(4))
        raise OSError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr("shutil.copyfileobj", fill_the_disk)
        with pytest.raises(OSError, match="No space"):
            backup._put_pictures(other, tmp_path / "heard.tar", None)
    backup._put_pictures(other, tmp_path / "heard.tar", None)
    (folder,) = (other.folder / "media" / "pictures").iterdir()
    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [("96.webp", b"a picture")]


def test_the_keys_are_apart_from_the_data_unless_asked(site, tmp_path):
    (site / "keys" / "pepper").write_bytes(b"p" * 32)
    data, keys, other = tmp_path / "heard.tar", tmp_path / "keys.tar", tmp_path / "other"
    saved = launch("backup", site, FILE=str(data))
    assert "It doesn’t hold the keys" in saved.stdout
    assert "holds the keys and no data" in launch("backup", site, FILE=str(keys), KEYS="only").stdout
    assert b"p" * 32 not in data.read_bytes()
    assert not any("dump" in name for name in names_in(keys.read_bytes()))
    assert "It held no keys" in launch("restore", other, FILE=str(data)).stdout
    (other / "keys").mkdir(exist_ok=True)
    (other / "keys" / "secret").write_text("made by whatever looked at the home meanwhile")
    assert launch("restore", other, FILE=str(keys)).returncode == 0
    refused = launch("restore", other, FILE=str(keys))
    assert refused.returncode == 1
    assert "There are already keys" in refused.stderr
    assert "stories aren’t touched" in refused.stderr
    assert (other / "keys" / "pepper").read_bytes() == b"p" * 32
    assert in_database(other, "SELECT words FROM story") == ("it was saved",)
    assert "Start it with `make run`" in launch("restore", other, FILE=str(data), FORCE="1").stdout
    assert (other / "keys" / "pepper").read_bytes() == b"p" * 32, "data that comes without keys leaves those that are there"
    (other / "keys" / "pepper").write_bytes(b"q" * 32)
    assert "aren’t the ones it was made with" in launch("restore", other, FILE=str(data), FORCE="1").stdout


@pytest.mark.parametrize("way", ["passphrase", "key"])
def test_an_encrypted_backup_is_opened_by_whoever_may_and_by_nobody_else(site, tmp_path, way):
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, said in {"right": f"{mine}\n", "wrong": f"{other}\n"}.items():
        (tmp_path / f"{name}.key").write_text(said)
        (tmp_path / f"{name}.words").write_text(f"{name} and long\n")
    close = {"TO": str(mine.to_public())} if way == "key" else {"PASSPHRASE_FILE": str(tmp_path / "right.words")}
    name = {"key": "IDENTITY", "passphrase": "PASSPHRASE_FILE"}[way]
    right, wrong = ({name: str(tmp_path / f"{each}.{'key' if way == 'key' else 'words'}")} for each in ("right", "wrong"))
    place = tmp_path / "heard.tar.age"
    saved = launch("backup", site, FILE=str(place), KEYS="1", **close)
    assert saved.returncode == 0, saved.stderr
    assert b"manifest" not in place.read_bytes()
    home = tmp_path / "other"
    for settings, words in ((wrong, "not the passphrase" if way == "passphrase" else "cannot be opened"), ({}, name)):
        refused = launch("restore", home, FILE=str(place), **settings)
        assert refused.returncode == 1
        assert words in refused.stderr
    (tmp_path / "half.age").write_bytes(place.read_bytes()[:-100])
    assert launch("restore", home, FILE=str(tmp_path / "half.age"), **right).returncode == 1
    restored = launch("restore", home, FILE=str(place), **right)
    assert restored.returncode == 0, restored.stderr
    assert in_database(home, "SELECT words FROM story") == ("it was saved",)
    # ... and without Heard
    closed = place.read_bytes()
    plain = pyrage.decrypt(closed, [mine]) if way == "key" else pyrage.passphrase.decrypt(closed, "right and long")
    assert "manifest.json" in names_in(plain)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"PASSPHRASE": "hunter2"}, "Everyone on this machine can read"),
        ({"PASSPHRASE": "1"}, "PASSPHRASE_FILE"),
        ({"TO": "age1nonsense"}, "complete age public key"),
        ({"TO": "age1nonsense", "PASSPHRASE_FILE": __file__}, "not both"),
        ({"KEYS": "all"}, "KEYS can be"),
    ],
)
def test_what_cannot_be_closed_leaves_no_file(site, tmp_path, settings, words):
    refused = launch("backup", site, FILE=str(tmp_path / "heard.tar"), **settings)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "hunter2" not in refused.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a\n", "12 characters: anyone who"),
        (b"eleven lett\n", "12 characters"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"x" * 100_000, "at most 1024 bytes"),
        (b"a line of words\nand another", "one line"),
        (b"\xff" * 20, "isn’t text"),
    ],
)
def test_what_is_no_passphrase_is_said_and_closes_nothing(tmp_path, content, words):
    place = tmp_path / "words"
    place.write_bytes(content)
    with pytest.raises(LaunchError, match=words):
        locked.lock_to_close({"PASSPHRASE_FILE": str(place)})


def test_a_passphrase_file_without_end_is_not_read_to_the_end():
    with pytest.raises(LaunchError, match="at most 1024 bytes"):
        locked.lock_to_close({"PASSPHRASE_FILE": "/dev/zero"})


@pytest.mark.parametrize("said", ["short", "x" * 1024])
def test_what_was_closed_with_any_passphrase_is_opened(tmp_path, said):
    closed, words = tmp_path / "heard.tar.age", tmp_path / "words"
    with locked.written(closed, locked.Lock(passphrase=said)) as file:
        file.write(b"plain")
    words.write_text(f"{said}\r\n")
    with locked.read(closed, locked.lock_to_open(closed, {"PASSPHRASE_FILE": str(words)})) as file:
        assert file.read() == b"plain"


@pytest.mark.parametrize("odd", ["a/b/c", "large", "two\nlines"])
def test_what_lies_beside_the_keys_and_could_not_come_back_is_said_before_it_is_saved(site, tmp_path, odd):
    place = site / "keys" / odd
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"x" * (backup.LARGEST + 1 if odd == "large" else 1))
    refused = launch("backup", site, FILE=str(tmp_path / "heard.tar"), KEYS="1")
    assert refused.returncode == 1
    assert "isn’t a key" in refused.stderr
    assert not (tmp_path / "heard.tar").exists()


def test_a_backup_that_is_killed_leaves_nothing(tmp_path):
    """Nor does one that fails: the file has no name until it is whole."""
    (tmp_path / "heard.tar").write_text("the one before")
    script = "import os, pathlib, sys; from launch import locked\nwith locked.written(pathlib.Path(sys.argv[1]), None) as file:\n"
    for ends in ("os.kill(os.getpid(), 9)", "raise KeyboardInterrupt"):
        command = [sys.executable, "-c", f"{script}    file.write(b'plain'); file.flush(); {ends}", str(tmp_path / "heard.tar")]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert [each.name for each in tmp_path.iterdir()] == ["heard.tar"]
        assert (tmp_path / "heard.tar").read_text() == "the one before"


def test_a_backup_of_the_release_before_is_still_read(site, tmp_path):
    url = database.ensure(site, durable=False)
    try:
        subprocess.run([backup._program("pg_dump"), "-Fc", "-O", f"-f{tmp_path / 'dump'}"], env=postgres.connection(url), check=True)
    finally:
        database.release(site)
    (tmp_path / "manifest").write_text('{"heard": 1, "made": "2026-11-01", "demo": false}')
    with tarfile.open(tmp_path / "old.tar", "w") as tar:
        tar.add(tmp_path / "manifest", "manifest.json")
        tar.add(tmp_path / "dump", "database.dump")
        tar.add(site / "keys", "keys")
    other = tmp_path / "other"
    restored = launch("restore", other, FILE=str(tmp_path / "old.tar"))
    assert restored.returncode == 0, restored.stderr
    assert in_database(other, "SELECT words FROM story") == ("it was saved",)
    assert secret_key(other) == secret_key(site)


def test_a_dump_that_breaks_off_leaves_the_database_as_it_was(site, tmp_path):
    """Also where the tar itself is whole: the damage is seen while it is loaded."""
    assert launch("backup", site, FILE=str(tmp_path / "heard.tar")).returncode == 0
    in_database(site, "UPDATE story SET words = 'it was changed'")
    with tarfile.open(tmp_path / "heard.tar") as whole, tarfile.open(tmp_path / "broken.tar", "w") as broken:
        for entry in whole:
            content = whole.extractfile(entry).read()
            if entry.name.startswith("database.dump"):
                content = content[:-200] + b"x" * 200
            broken.addfile(entry, io.BytesIO(content))
    refused = launch("restore", site, FILE=str(tmp_path / "broken.tar"), FORCE="1")
    assert refused.returncode == 1
    assert in_database(site, "SELECT words FROM story") == ("it was changed",)


def test_a_missing_program_is_named_with_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "initdb").touch()
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(LaunchError, match=r"There is no pg_restore in .*apt-get install postgresql-client"):
        backup._program("pg_restore")
    assert "Install it with `make setup`" in locked._said(io.BytesIO(b"ModuleNotFoundError: No module named 'pyrage'"))


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


def test_only_the_head_of_a_script_is_changed_for_an_older_postgresql():
    line = "SET transaction_timeout = 0;\n"
    head = (
        f"--\n-- PostgreSQL database dump\n--\n\nSET lock_timeout = 0;\n{line}SET row_security = off;\n\n--\n-- Name: story; Type: TABLE\n"
    )
    words = f"COPY story FROM stdin;\n{line}\\.\n"
    once = backup.without_transaction_timeout((head + words).encode())
    assert once.decode() == head.replace(line, line.replace("SET", "-- SET")) + words
    assert backup.without_transaction_timeout(once) == once


def test_who_is_signed_in_and_words_of_keys_are_in_no_backup(site, tmp_path):
    for table in ("django_session", "accounts_keytoshow"):
        in_database(site, f"CREATE TABLE {table} AS SELECT 'secret' AS what")
    assert launch("backup", site, FILE=str(tmp_path / "heard.tar"), KEYS="1").returncode == 0
    assert launch("restore", tmp_path / "other", FILE=str(tmp_path / "heard.tar")).returncode == 0
    rows = "SELECT (SELECT count(*) FROM django_session), (SELECT count(*) FROM accounts_keytoshow)"
    assert in_database(tmp_path / "other", rows) == (0, 0)
    assert in_database(site, rows) == (1, 1)


def test_restore_over_a_site_needs_force_and_keeps_its_keys_aside(site, tmp_path, made):
    launch("backup", site, FILE=str(tmp_path / "heard.tar"), KEYS="1")
    other = made(tmp_path / "other")
    in_database(other, "CREATE TABLE mine (words text)")
    key = secret_key(other)
    refused = launch("restore", other, FILE=str(tmp_path / "heard.tar"))
    assert refused.returncode == 1
    assert "Replace it with FORCE=1" in refused.stderr
    forced = launch("restore", other, FILE=str(tmp_path / "heard.tar"), FORCE="1")
    assert forced.returncode == 0, forced.stderr
    assert in_database(other, "SELECT words FROM story") == ("it was saved",)
    assert (other / "keys.before-1" / "secret").read_text().strip() == key


def test_broken_backup_changes_nothing(site, tmp_path):
    launch("backup", site, FILE=str(tmp_path / "heard.tar"))
    whole = (tmp_path / "heard.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 3])
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

"""Languages are compiled when a site gets ready, and again only when something changed."""

import pytest

from launch.home import Home
from launch.prepare import compile_languages


def ready(home):
    """Which languages are there, and which file each is: another one if it was made again."""
    compile_languages(Home(home, host="", port=0, database_url="postgresql://nobody@nowhere/none", owners_url="", demo="0"))
    return {path.parts[-3]: path.stat().st_ino for path in home.glob("languages/*/LC_MESSAGES/django.mo")}


@pytest.fixture(autouse=True)
def no_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@nowhere/none")


def test_a_site_in_our_own_language_compiles_none(tmp_path, monkeypatch):
    monkeypatch.delenv("HEARD_LANGUAGE", raising=False)
    assert ready(tmp_path) == {}


def test_a_site_in_a_pseudo_language_has_it_ready_and_does_not_compile_it_twice(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HEARD_LANGUAGE", "ar-XB")
    first = ready(tmp_path)
    assert set(first) == {"ar_XB", "en_XA"}
    assert ready(tmp_path) == first
    assert capsys.readouterr().out.count("✓ Compiling languages") == 1


def test_languages_that_were_compiled_from_others_are_compiled_again(tmp_path, monkeypatch):
    monkeypatch.setenv("HEARD_LANGUAGE", "ar-XB")
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages/.compiled").write_text("of before")
    assert set(ready(tmp_path)) == {"ar_XB", "en_XA"}

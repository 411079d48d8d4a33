"""Which browser the journeys drive: the headless shell where it is or can be had, else whichever Chromium is there."""

import os

import pytest

from launch.checks import SHELL, find_or_install_chromium
from launch.errors import LaunchError


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A machine on which only these programs are."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)

    def program(name, does="exit 0"):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{does}\n")
        path.chmod(0o755)
        return str(path)

    return program


@pytest.fixture
def as_root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)


def test_the_shell_is_taken_before_the_whole_browser(programs):
    programs("chromium")
    shell = programs(SHELL)
    assert find_or_install_chromium() == shell


def test_the_one_that_was_asked_for_is_taken_before_all(programs, monkeypatch):
    programs(SHELL)
    monkeypatch.setenv("CHROMIUM", asked := programs("another"))
    assert find_or_install_chromium() == asked


def test_whoever_cannot_install_makes_do_with_what_is_there(programs, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    programs("apt-get", "exit 1")
    whole = programs("chromium")
    assert find_or_install_chromium() == whole


def test_debians_root_gets_the_shell_also_beside_the_whole_browser(programs, as_root, tmp_path):
    programs("chromium")
    programs("apt-get", f'[ "$1" = update ] || {{ : > {tmp_path}/{SHELL}; /bin/chmod +x {tmp_path}/{SHELL}; }}')
    assert find_or_install_chromium() == str(tmp_path / SHELL)


def test_without_a_line_to_debian_the_whole_browser_does(programs, as_root):
    programs("apt-get", "exit 100")
    whole = programs("chromium")
    assert find_or_install_chromium() == whole


def test_where_there_is_none_it_is_said_what_to_do(programs, as_root):
    with pytest.raises(LaunchError, match=f"apt-get install {SHELL}"):
        find_or_install_chromium()
    programs("apt-get", "echo no line; exit 100")
    with pytest.raises(LaunchError, match="no line"):
        find_or_install_chromium()

import os
import shutil
import subprocess
import sys

import pytest

from launch import environment
from launch.errors import LaunchError
from launch.home import Home
from launch.ports import port_from
from tests.launch.processes import ROOT


@pytest.fixture
def bare(tmp_path):
    """A checkout with the launcher alone, whose lock holds nothing."""
    checkout = tmp_path / "a checkout"
    checkout.mkdir()
    shutil.copytree(ROOT / "launch", checkout / "launch")
    (checkout / "requirements.lock").write_text("# nothing\n")
    return checkout


def setup(checkout, **env):
    return subprocess.run(
        [sys.executable, "-m", "launch", "setup"],
        cwd=checkout,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_without_venv_is_told_what_to_install(bare, tmp_path):
    shadow = tmp_path / "shadow"
    shadow.mkdir()
    # What Debian's Python says when python3-venv is missing.
    (shadow / "venv.py").write_text(
        "import sys; sys.exit('The virtual environment was not created successfully because ensurepip is not available.')"
    )
    done = setup(bare, PYTHONPATH=str(shadow))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_wrong_python_is_named_by_any_python(bare):
    """The first file must be readable for old Pythons, so it is run with its limits moved instead."""
    script = (
        "import sys, runpy; sys.version_info = (3, 8, 1); sys.argv = ['launch', 'run']; runpy.run_module('launch', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=bare, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Heard needs Python 3.11 to 3.13; this is 3.8" in done.stderr


def test_every_package_of_the_lock_is_found_with_its_hashes():
    packages = environment._packages()
    assert "django" in packages
    assert packages["uv"].startswith("uv==")
    assert packages["uv"].count("--hash=sha256:") > 5
    assert all("--hash=sha256:" in text for text in packages.values())


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "do not go round"),
        ("Temporary failure in name resolution", "needs the network"),
        ("No matching distribution found for x", "does not exist for this machine"),
    ],
)
def test_failed_installation_ends_with_advice(output, advice):
    assert advice in environment._advice(output)


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "８０００ "])
def test_impossible_port_is_refused(port):
    with pytest.raises(LaunchError, match="from 1 to 65535"):
        port_from(port)


def test_empty_settings_count_as_absent(monkeypatch):
    for name in ("PORT", "HOST", "DATABASE_URL", "DEMO", "HEARD_HOME"):
        monkeypatch.setenv(name, "")
    home = Home.from_environment()
    assert (home.host, home.port, home.embedded) == ("127.0.0.1", 8000, True)
    assert home.folder == ROOT / ".heard"
    assert "DEMO" not in home.environment()
    assert "DATABASE_URL" not in home.environment()


def test_odd_demo_setting_is_refused(monkeypatch):
    monkeypatch.setenv("DEMO", "maybe")
    with pytest.raises(LaunchError, match="DEMO is 'maybe'"):
        Home.from_environment()


def test_unknown_verb_lists_the_known_ones():
    done = subprocess.run([sys.executable, "-m", "launch", "fly"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "backup" in done.stderr


def test_help_names_every_verb():
    done = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for verb in ("run", "setup", "test", "check", "journeys", "fix", "seed", "bench", "reset", "backup", "restore"):
        assert f"make {verb} " in done.stdout

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launch import demo
from launch.errors import LaunchError


def test_home_begun_with_the_demo_can_hide_it(tmp_path):
    assert demo.decide(tmp_path, "", empty=True)
    assert demo.is_demo(tmp_path)
    assert not demo.is_demo(tmp_path, "0")


def test_home_begun_empty_never_becomes_a_demo(tmp_path):
    assert not demo.decide(tmp_path, "0", empty=True)
    assert not demo.is_demo(tmp_path)
    assert not demo.is_demo(tmp_path, "1")
    with pytest.raises(LaunchError, match="started without the demo"):
        demo.decide(tmp_path, "1", empty=False)


def test_database_with_something_in_it_never_becomes_a_demo(tmp_path):
    assert not demo.decide(tmp_path, "", empty=False)
    assert not demo.is_demo(tmp_path)


def test_demo_asked_of_a_filled_database_is_refused(tmp_path):
    with pytest.raises(LaunchError, match="isn’t empty"):
        demo.decide(tmp_path, "1", empty=False)


@pytest.mark.parametrize(
    ("beside", "is_a_demo"),
    [({}, "True"), ({"EMAIL_HOST": "mail.example.org"}, "False"), ({"SITE_URL": "https://heard.example.org"}, "False")],
)
def test_demo_does_not_exist_beside_real_mail_or_a_real_address(tmp_path, beside, is_a_demo):
    demo.keep(tmp_path, True)
    surroundings = {
        "PATH": os.environ["PATH"],
        "HEARD_HOME": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "heard.config.settings.site",
    }
    asked = [sys.executable, "-c", "from django.conf import settings; print(settings.DEMO)"]
    said = subprocess.run(asked, env=surroundings | beside, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert said.stdout.strip() == is_a_demo

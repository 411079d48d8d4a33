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
    with pytest.raises(LaunchError, match="begun without the demo"):
        demo.decide(tmp_path, "1", empty=False)


def test_database_with_something_in_it_never_becomes_a_demo(tmp_path):
    assert not demo.decide(tmp_path, "", empty=False)
    assert not demo.is_demo(tmp_path)


def test_demo_asked_of_a_filled_database_is_refused(tmp_path):
    with pytest.raises(LaunchError, match="not empty"):
        demo.decide(tmp_path, "1", empty=False)

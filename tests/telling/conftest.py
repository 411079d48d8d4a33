import pytest

from tests import factories


@pytest.fixture(autouse=True)
def an_open_site(request, _django_db_marker):
    """Where pages are asked for, telling is open; unless a test is about a site that is not ready: `@pytest.mark.empty_site`."""
    if {"client", "region", "strict"} & set(request.fixturenames) and not request.node.get_closest_marker("empty_site"):
        request.getfixturevalue("db")
        factories.open_site()

"""A session cookie is whatever somebody sends: an odd one is no session, never a fault."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
ODD = ['"aaaaaaaaaaaa\\000"', '"aaaaaaaa\\377\\376aa"', "a" * 5000, "'; DROP TABLE x; --", "ééééééééé"]


@pytest.mark.parametrize("cookie", ODD)
@pytest.mark.parametrize("path", ["/", "/tell/words/", "/my-story/", "/work/", "/look/", "/tell/leave/"])
def test_odd_session_cookie_is_no_session(cookie, path):
    factories.region()
    answer = Client(raise_request_exception=False).get(path, headers={"Cookie": f"heard={cookie}"})
    assert answer.status_code in {200, 302}

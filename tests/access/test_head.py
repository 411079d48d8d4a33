"""HEAD is answered wherever GET is, as GET is: whoever checks a link, a cache and a monitor asks so. Walks the URLconf."""

import pytest
from django.conf import settings
from django.test import Client

from tests import factories
from tests.access.test_personas import address, routes

pytestmark = pytest.mark.django_db
ROUTES = sorted({address(pattern) for pattern, _ in routes()})


VISITORS = {
    "stranger": lambda: None,
    "administrator": lambda: factories.member(of=factories.organisation(), roles=["administrator"]),
    "moderator": lambda: factories.moderator("senior"),
    "operator": factories.operator,
}


class Visitor:
    """Somebody with a browser; some pages sign out, and the next one is asked by the same person again."""

    def __init__(self, who):
        self.who, self.client = who, Client(raise_request_exception=False)
        self.sign_in()

    def ask(self, way, path):
        answer = getattr(self.client, way)(path)
        if settings.SESSION_COOKIE_NAME in answer.cookies and not self.client.session.get("_auth_user_id"):
            self.sign_in()
        return answer.status_code, answer.headers.get("Location", ""), answer.headers.get("Content-Type", "")

    def sign_in(self):
        if self.who is not None:
            getattr(self.who, "person", self.who).refresh_from_db()
            factories.sign_in(self.client, self.who)


def test_the_walk_finds_routes():
    assert len(ROUTES) > 100


@pytest.mark.parametrize("who", VISITORS)
def test_every_route_answers_head_as_it_answers_get(who):
    factories.region()
    visitor = Visitor(VISITORS[who]())
    wrong = [
        f"{path}: GET {got}, HEAD {head}" for path in ROUTES if (got := visitor.ask("get", path)) != (head := visitor.ask("head", path))
    ]
    assert not wrong, "\n".join(wrong)


def test_pages_of_things_that_are_there_answer_head(client):
    story = factories.published_story()
    service = story.services.first()
    for path in (f"/stories/{story.pk}/", f"/services/{service.slug}/", "/statistics.csv", "/stories/"):
        assert client.head(path).status_code == client.get(path).status_code == 200, path

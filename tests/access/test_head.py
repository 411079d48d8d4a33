"""HEAD is answered wherever GET is, as GET is: whoever checks a link, a cache and a monitor asks so. Walks the URLconf."""

import pytest
from django.test import Client

from tests import factories
from tests.access.test_personas import address, routes

pytestmark = pytest.mark.django_db
ROUTES = sorted({address(pattern) for pattern, _ in routes()})


@pytest.fixture
def visitors():
    organisation = factories.organisation()
    return {
        "stranger": None,
        "administrator": factories.member(of=organisation, roles=["administrator"]),
        "moderator": factories.moderator("senior"),
        "operator": factories.operator(),
    }


class Visitor:
    """Somebody with a browser; some pages sign out, and the next one is asked by the same person again."""

    def __init__(self, who):
        self.who, self.client = who, Client(raise_request_exception=False)

    def ask(self, way, path):
        if self.who is not None and not self.client.session.get("_auth_user_id"):
            getattr(self.who, "person", self.who).refresh_from_db()
            factories.sign_in(self.client, self.who)
        answer = getattr(self.client, way)(path)
        return answer.status_code, answer.headers.get("Location", ""), answer.headers.get("Content-Type", "")


def test_every_route_answers_head_as_it_answers_get(visitors):
    assert len(ROUTES) > 100, "the walk found next to nothing"
    wrong = [
        f"{path}, {name}: GET {got}, HEAD {head}"
        for name, who in visitors.items()
        for visitor in [Visitor(who)]
        for path in ROUTES
        if (got := visitor.ask("get", path)) != (head := visitor.ask("head", path))
    ]
    assert not wrong, "\n".join(wrong)


def test_pages_of_things_that_are_there_answer_head(client):
    story = factories.published_story()
    service = story.services.first()
    for path in (f"/stories/{story.pk}/", f"/services/{service.slug}/", "/statistics.csv", "/stories/"):
        assert client.head(path).status_code == client.get(path).status_code == 200, path

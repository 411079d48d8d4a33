import pytest

from heard.website.queries.lists import Search
from tests import factories
from tests.website import worlds

pytestmark = pytest.mark.django_db

PLAIN = ["/", "/stories/", "/stories/feed/", "/changes/", "/changes/?show=planned", "/changes/?show=overdue", "/listening/", "/for-staff/",
         "/statistics/", "/statistics.csv", "/how-moderation-works/", "/privacy/", "/accessibility/", "/about/", "/robots.txt",
         "/sitemap.xml", "/sitemap-pages.xml"]  # fmt: skip


@pytest.mark.parametrize("path", PLAIN)
def test_every_page_answers_on_an_empty_site(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response

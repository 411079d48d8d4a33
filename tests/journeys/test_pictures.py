"""Every page of which there is a picture in docs/pictures can be reached, so that `make pictures` ends whenever somebody says it."""

import pytest

from heard.demo.rules import content
from tests.journeys import pictures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.empty_site]


@pytest.mark.slow
def test_every_page_of_which_there_is_a_picture_is_reached(settings, open_page):
    page = open_page()
    with pictures.demo_at_the_moment(settings, only={content.tour()["key"], pictures.WAITS}) as of:
        for reach in (*pictures.ELSEWHERE.values(), *pictures.PAGES.values()):
            page.context.clear_cookies()
            reach(page, of)

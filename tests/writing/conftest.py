"""Two who work for the same organisation, and a story that they both can answer."""

import pytest

from tests import factories


@pytest.fixture
def ruth():
    return factories.member(of=factories.organisation(remit=[factories.service()], name="Shoreline"), name="Ruth Kemp")


@pytest.fixture
def joy(ruth):
    return factories.member(of=ruth.organisation, name="Joy Adeyemi")


@pytest.fixture
def story(ruth):
    return factories.story_for(ruth.organisation)


@pytest.fixture
def browser(client, ruth):
    return factories.sign_in(client, ruth)

"""Two who work for the same organisation, and a story that they both can answer."""

from copy import deepcopy

import pytest

from tests import factories


@pytest.fixture(scope="module")
def shoreline(standing):
    """Stands for the module. What commits makes its own."""
    ruth = factories.member(of=factories.organisation(remit=[factories.service()], name="Shoreline"), name="Ruth Kemp")
    joy = factories.member(of=ruth.organisation, name="Joy Adeyemi")
    return {"ruth": ruth, "joy": joy, "story": factories.story_for(ruth.organisation)}


@pytest.fixture
def ruth(shoreline):
    return deepcopy(shoreline["ruth"])


@pytest.fixture
def joy(shoreline):
    return deepcopy(shoreline["joy"])


@pytest.fixture
def story(shoreline):
    return deepcopy(shoreline["story"])


@pytest.fixture
def browser(client, ruth):
    return factories.sign_in(client, ruth)

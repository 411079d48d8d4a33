from copy import deepcopy

import pytest

from tests import factories


@pytest.fixture(scope="module")
def heard(standing):
    """A published story and a responder, which stand for the module. What commits makes its own."""
    return factories.story_and_responder()


@pytest.fixture
def story(heard):
    return deepcopy(heard[0])


@pytest.fixture
def responder(heard):
    return deepcopy(heard[1])

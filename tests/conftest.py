"""What every test may ask for. People, places and stories are made by the real actions; see tests/factories."""

import pytest
from hypothesis import settings as hypothesis

from heard.accounts.gateways import key_folder
from heard.core import jobs

# Hypothesis would fail an example that takes more than 200 ms: on a busy machine that says nothing about the code.
hypothesis.register_profile("heard", deadline=None)
hypothesis.load_profile("heard")


@pytest.fixture
def run_jobs(db):
    """Run everything that was enqueued, and what that enqueues, as the worker would. Returns how many jobs ran."""
    return jobs.drain


@pytest.fixture(scope="session", autouse=True)
def keys():
    """The tests' own keys, in a throw-away folder."""
    folder = key_folder()
    folder.make_missing()
    return folder

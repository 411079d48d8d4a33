"""What every test may ask for. People, places and stories are made by the real actions; see tests/factories."""

import pytest

from heard.core import jobs


@pytest.fixture
def run_jobs(db):
    """Run everything that was enqueued, and what that enqueues, as the worker would. Returns how many jobs ran."""
    return jobs.drain

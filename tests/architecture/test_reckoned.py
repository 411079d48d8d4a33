"""Whatever a slice says it owes is swept: a kind that nothing looks at would be missed by the pages that show the last look."""

import pytest
from procrastinate.contrib.django import app

from heard.core import reckoning


@pytest.mark.parametrize("owing", sorted(reckoning.slices()))
def test_every_slice_that_owes_something_has_a_sweep_of_every_minute(owing):
    swept = {(each.task.name, each.cron) for each in app.periodic_registry.periodic_tasks.values()}
    assert (f"{owing}.put_right", "* * * * *") in swept

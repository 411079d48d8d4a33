"""What must be on the disk before it leaves is, also in the worker, which waits for the disk nowhere else."""

import pytest
from django.db import connection

from heard.core.durable import keep_for_sure


@pytest.mark.django_db
def test_what_is_kept_for_sure_waits_for_the_disk_where_nothing_else_does():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
        keep_for_sure()
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)

"""What is promised is on the disk; a run that begins anew if it fails promises nothing, and waits for nothing."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from heard.core.durable import keep_for_sure, nothing_promised

pytestmark = pytest.mark.django_db(transaction=True)
WAITS, SAVES = "SET LOCAL synchronous_commit TO on", "SAVEPOINT"


def an_action_within_an_action():
    """The statements of one that must be on the disk."""
    with (
        CaptureQueriesContext(
            connection,
        ) as said,
        transaction.atomic(),
        transaction.atomic(),
    ):
        keep_for_sure()
    return " ".join(each["sql"] for each in said)


def test_what_is_kept_for_sure_waits_for_the_disk():
    assert WAITS in an_action_within_an_action()


def test_where_nothing_is_promised_nothing_waits_and_no_action_within_one_has_a_savepoint():
    with nothing_promised():
        said = an_action_within_an_action()
    assert WAITS not in said
    assert SAVES not in said
    usual = an_action_within_an_action()
    assert WAITS in usual
    assert SAVES in usual


def test_within_somebody_elses_transaction_savepoints_stay():
    with transaction.atomic(), nothing_promised():
        assert SAVES in an_action_within_an_action()


def an_action_that_goes_on_after_a_failure():
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        connection.cursor().execute("SELECT 1")


def test_an_action_cannot_go_on_after_a_failure_in_it():
    with nothing_promised(), pytest.raises(transaction.TransactionManagementError):
        an_action_that_goes_on_after_a_failure()

"""Two administrators at the same moment, in real transactions: the first holds the organisation's row, the second waits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from heard.core.errors import NotAllowed
from heard.organisations.actions import members
from heard.organisations.models import Membership, Organisation, Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def freeze(whom, by):
    members.freeze_member(membership_id=whom.pk, by=by)


def take_the_role(whom, by):
    members.change_roles(membership_id=whom.pk, roles=[Role.MEMBER], by=by)


@pytest.mark.parametrize("act", [freeze, take_the_role])
def test_two_administrators_against_one_another_leave_one(act):
    organisation = factories.organisation()
    one, other = (factories.member(of=organisation, roles=[Role.ADMINISTRATOR]) for _ in range(2))
    begun = threading.Event()

    def second():
        try:
            # The page was asked for while this person still was an administrator.
            by = Membership.objects.select_related("person", "organisation").get(pk=other.pk)
            begun.set()
            act(one, by)
        except NotAllowed:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
            waiting = pool.submit(second)
            begun.wait(10)
            act(other, one)
        assert waiting.result(20) == "refused"
    administrators = Membership.objects.filter(organisation=organisation, roles__contains=[Role.ADMINISTRATOR], frozen_at=None)
    assert administrators.count() == 1

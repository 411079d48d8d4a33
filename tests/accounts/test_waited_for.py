"""What somebody waits for at the screen is sent before a morning's thousands of alerts."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.accounts import emails
from heard.accounts.actions import authors
from heard.core import mail
from heard.core.models import Delivery
from tests import factories

pytestmark = pytest.mark.django_db
MOST_CRITICAL = 5


def ask_for_sign_in_link():
    author = authors.make_author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    authors.request_sign_in_link(email="gull@mail.example", place="198.51.100.7")


def ask_for_new_password():
    emails.password_reset(factories.member(of=factories.organisation()).person)


@pytest.mark.parametrize(("ask", "kind"), [(ask_for_sign_in_link, "author-sign-in"), (ask_for_new_password, "password-reset")])
def test_a_link_that_somebody_waits_for_overtakes_alerts_of_the_most_critical_story(ask, kind):
    mail.post_all([mail.Owed("alert", "person:1", "alert:1", urgency=MOST_CRITICAL)])
    ask()
    jobs = ProcrastinateJob.objects.filter(task_name="core.deliver").order_by("-priority", "id")
    (first,) = jobs[0].args["delivery_ids"]
    assert Delivery.objects.get(pk=first).kind == kind

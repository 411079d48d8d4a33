"""Someone in danger writes at night: whoever is on the rota is told by the real worker, and takes it, or we’ll alert the next person."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from heard.core import clock, jobs
from heard.core.models import Delivery
from heard.moderation.actions import rota
from heard.moderation.models import Call, CallStep, Case
from heard.moderation.queries.rota import who_is_paged
from tests import factories
from tests.accounts.test_staff_sign_in import SECRET, code_now
from tests.core.test_real_worker import a_worker
from tests.factories import TESTS
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, when_they_agree_and_send, when_they_continue
from tests.launch.processes import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
DANGER = "I have the tablets here and I am going to end my life tonight."
PASSWORD = "a long password"
ANN, BEN, CAT = "Ann First", "Ben Second", "Cat Elsewhere"


def look(page, name):
    """A picture of the page, where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def seniors(site):
    return {name: factories.person(name=name, roles=["senior"], password=PASSWORD) for name in (ANN, BEN, CAT)}


@pytest.fixture
def on_rota(seniors):
    """Ann, then Ben, at every hour of the week: whenever this runs, somebody is on the rota."""
    for day in range(7):
        people = [seniors[ANN].pk, seniors[BEN].pk]
        rota.set_shift(region_id=factories.region().pk, weekday=day, begins=time(0), ends=time(0), people=people, by=TESTS)


def when_somebody_in_danger_tells(page):
    page.goto("/tell/words/")
    page.get_by_label("What happened?").fill(DANGER)
    when_they_continue(page)
    page.goto("/tell/consent/")
    when_they_agree_and_send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("with us")


def when_they_sign_in(page, person):
    """With a password and the code of an app, as on any day."""
    factories.authenticator_app(of=person)
    page.get_by_label("Your work email address").fill(person.email)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Your code").fill(code_now(SECRET))
    page.get_by_role("button", name="Sign in", exact=True).click()


def emailed():
    """Who was emailed, in order: the worker's own messages leave from another process."""
    sent = Delivery.objects.filter(kind="danger", state="sent").order_by("finished_at", "pk")
    names = dict(CallStep.objects.values_list("person_id", "person__name"))
    return [names[each.params["person_id"]] for each in sent]


def when_a_quarter_of_an_hour_passes():
    """The call has waited for as long as a region waits, and the worker's minute comes."""
    Call.objects.filter(ended_at=None).update(next_at=clock.now() - timedelta(seconds=1))
    jobs.defer("moderation.tell_next", timestamp=0)


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_the_first_on_the_rota_takes_it(seniors, on_rota, open_page, axe, no_sideways, js):
    with a_worker():
        # Given somebody in danger, who tells it at night
        when_somebody_in_danger_tells(open_page(width=360, js=js))
        # Then the first on the rota is emailed at once
        wait_for(lambda: emailed() == [ANN])
        case = Case.objects.get()
        # When she opens the link, signs in with her second step and says that she is on it
        page = open_page(width=360, js=js)
        page.goto(f"/moderation/{case.pk}/")
        when_they_sign_in(page, seniors[ANN])
        expect(page.get_by_text("Someone may be in danger now")).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text("tablets")
        if js:
            axe(page)
            no_sideways(page)
        look(page, f"called-360-{'js' if js else 'no-js'}")
        page.get_by_role("button", name="I’m on it").click()
        # Then she reads it, the case says who took it, and nobody else is told
        expect(page.get_by_role("heading", name="What the author wrote")).to_be_visible()
        expect(page.get_by_role("region", name="Who was alerted")).to_contain_text(f"{ANN} took it")
        if js:
            axe(page)
        when_a_quarter_of_an_hour_passes()
        wait_for(lambda: not ProcrastinateJob.objects.filter(task_name="moderation.tell_next", status__in=("todo", "doing")).exists())
    assert emailed() == [ANN]
    assert Call.objects.get().taken_by == seniors[ANN]


def test_nobody_takes_it_and_the_next_is_told_and_then_every_senior_moderator(seniors, on_rota, open_page, site, axe):
    with a_worker():
        when_somebody_in_danger_tells(open_page())
        wait_for(lambda: emailed() == [ANN])
        when_a_quarter_of_an_hour_passes()
        wait_for(lambda: emailed() == [ANN, BEN])
        when_a_quarter_of_an_hour_passes()
        wait_for(lambda: emailed() == [ANN, BEN, CAT])
    # The case shows each step, on a wide page in the dark
    page = open_page(color_scheme="dark")
    given_signed_in(page, site, seniors[CAT])
    page.goto(f"/moderation/{Case.objects.get().pk}/")
    told = page.get_by_role("region", name="Who was alerted")
    for words in (
        f"{ANN} was alerted",
        f"{BEN} was alerted",
        f"{CAT} was alerted",
        "with every senior moderator",
        "No one has taken it yet",
    ):
        expect(told).to_contain_text(words)
    axe(page)
    look(page, "not-taken-1280-dark")
    page.get_by_role("button", name="I’m on it").click()
    expect(page.get_by_role("region", name="Who was alerted")).to_contain_text(f"{CAT} took it")


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_an_operator_writes_the_rota(seniors, open_page, site, axe, no_sideways, js):
    page = open_page(js=js, width=360)
    given_signed_in(page, site, factories.operator())
    # Given a site with nobody on the rota: the overview says so
    page.goto("/operator/")
    expect(page.get_by_text("Friday 17:00 to Monday 09:00")).to_be_visible()
    if js:
        axe(page)
        no_sideways(page)
    look(page, f"overview-gaps-360-{'js' if js else 'no-js'}")
    page.get_by_role("link", name="Add someone to the rota").click()
    # When the operator makes a mistake, it is said, and what was typed is kept
    page.get_by_label("Friday").check()
    page.get_by_label("From", exact=True).fill("17:00")
    page.get_by_label("Until", exact=True).fill("morning")
    page.get_by_label("Who should we tell first?").select_option(label=ANN)
    page.get_by_role("button", name="Add to the rota").click()
    expect(page.get_by_text("Enter a time like 17:00").first).to_be_visible()
    expect(page.get_by_label("Friday")).to_be_checked()
    if js:
        axe(page)
        no_sideways(page)
    look(page, f"rota-error-360-{'js' if js else 'no-js'}")
    # And when it is put right, with somebody who is told next
    page.get_by_label("Until", exact=True).fill("09:00")
    page.get_by_label("Who should we tell next?").select_option(label=BEN)
    page.get_by_role("button", name="Add to the rota").click()
    expect(page.get_by_text(f"{ANN}, then {BEN}")).to_be_visible()
    expect(page.get_by_text("Saturday 09:00 to Monday 09:00")).to_be_visible()
    # And Ann gets a paging address
    page.get_by_role("link", name=f"Add a paging address for {ANN}").click()
    page.get_by_label("Web address of the paging service").fill("https://pages.example/ann")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("We don’t show it, because anyone who knew it could page them.")).to_be_visible()
    if js:
        axe(page)
        no_sideways(page)
    look(page, f"paging-360-{'js' if js else 'no-js'}")
    assert who_is_paged() == {seniors[ANN].pk}

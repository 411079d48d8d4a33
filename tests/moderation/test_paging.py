"""Pages: one contract for the real pager, over real TLS, and for the fake; and the ledger that sends each once and tries again."""

import ssl
import threading
from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_network

import pytest
from django.db import connection

from heard.core import clock, jobs
from heard.moderation import adapters, tasks
from heard.moderation.actions import cases, paging, rota
from heard.moderation.gateways import HttpsPager, NotPaged
from heard.moderation.models import Case, PagerMessage
from heard.moderation.queries.calls import unreached_among
from heard.moderation.rules.paging import may_be_called
from tests import factories
from tests.factories import TESTS
from tests.moderation.paging import FakePager, FakeService, real_service

NIGHT = datetime(2026, 11, 25, 23, 4, tzinfo=UTC)
DANGER = "I have the tablets here and I am going to end my life tonight."
WORDS = "23:04 https://heard.example/moderation/12/"


@pytest.fixture(params=["real", "fake"])
def service(request, tmp_path):
    if request.param == "fake":
        yield FakeService()
        return
    with real_service(tmp_path) as real:
        yield real


@pytest.fixture
def real(tmp_path):
    with real_service(tmp_path) as real:
        yield real


# ---------------------------------------------------------------- the contract


def test_words_are_handed_over_as_they_are(service):
    service.pager.page(service.address, WORDS)
    assert service.taken == [WORDS]


@pytest.mark.parametrize("status", [201, 202, 204])
def test_any_answer_of_success_is_taken(service, status):
    service.answer(status)
    service.pager.page(service.address, WORDS)
    assert service.taken == [WORDS]


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500, 503])
def test_any_other_answer_is_not_taken_and_no_redirect_is_followed(service, status):
    service.answer(status)
    with pytest.raises(NotPaged, match=str(status)):
        service.pager.page(service.address, WORDS)
    assert service.taken == []


def test_a_silent_service_is_left_in_time(service):
    service.fall_silent()
    with pytest.raises(NotPaged):
        service.pager.page(service.address, WORDS)


def test_nothing_goes_over_http(service):
    with pytest.raises(NotPaged):
        service.pager.page(service.http, WORDS)
    assert service.taken == []


def test_a_private_address_is_not_called(service):
    with pytest.raises(NotPaged, match="private"):
        service.pager.page(service.inside, WORDS)


# ---------------------------------------------------------------- the real one alone


def test_the_request_is_plain_text_to_the_whole_path(real):
    real.pager.page(real.address, WORDS)
    assert real.asked == [("/to/ann?urgent=1", real.address.split("/")[2], "text/plain; charset=utf-8")]


def test_a_redirect_makes_no_second_request(real):
    real.answer(302)
    with pytest.raises(NotPaged):
        real.pager.page(real.address, WORDS)
    assert len(real.asked) == 1


def test_a_service_that_trickles_for_ever_is_cut_off(real):
    real.trickles = True
    with pytest.raises(NotPaged):
        real.pager.page(real.address, WORDS)


def test_a_certificate_that_nobody_vouches_for_is_refused(real):
    with pytest.raises(NotPaged):
        HttpsPager(context=ssl.create_default_context(), allowed=real.networks, seconds=1.0).page(real.address, WORDS)
    assert real.asked == []


def test_a_certificate_of_another_name_is_refused(real):
    with pytest.raises(NotPaged):
        real.pager.page(real.address.replace("localhost", "127.0.0.1"), WORDS)
    assert real.asked == []


def test_this_machine_is_called_only_where_the_settings_allow_it(real, settings):
    with pytest.raises(NotPaged, match="private"):
        HttpsPager(context=real.trust, seconds=1.0).page(real.address, WORDS)
    settings.PAGING_PRIVATE_NETWORKS = ["127.0.0.0/8", "::1"]
    HttpsPager(context=real.trust, seconds=5.0).page(real.address, WORDS)
    assert real.taken == [WORDS]


def test_a_host_that_is_nowhere_is_not_paged():
    with pytest.raises(NotPaged, match="not found"):
        HttpsPager(seconds=1.0).page("https://nowhere.invalid/", WORDS)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1", "::1", "fe80::1%eth0",
     "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255"],
)  # fmt: skip
def test_an_address_inside_is_private(number):
    assert not may_be_called(number)


@pytest.mark.parametrize("number", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_an_address_of_the_whole_world_may_be_called(number):
    assert may_be_called(number)


def test_a_network_that_is_allowed_may_be_called():
    assert may_be_called("10.1.2.3", allowed=[ip_network("10.1.0.0/16")])


# ---------------------------------------------------------------- the ledger


@pytest.fixture
def night(db, settings):
    """Ann is on the rota every night, with a paging address; the paging service is the fake."""
    settings.PAGER = "tests.moderation.paging.FakePager"
    FakePager.reset()
    region, ann = factories.region(), factories.person(name="Ann First", roles=["senior"])
    for day in range(7):
        rota.set_shift(region_id=region.pk, weekday=day, begins=time(17), ends=time(9), people=[ann.pk], by=TESTS)
    rota.set_paging_address(person_id=ann.pk, address="https://pages.example/to/ann", by=TESTS)
    return ann


def send():
    with clock.at(NIGHT):
        story = factories.sent_story(words=DANGER)
        jobs.drain()
    return Case.objects.get(story=story)


def sweep(minutes):
    with clock.at(NIGHT + timedelta(minutes=minutes)):
        tasks.send_pages(0)


def test_the_page_holds_the_hour_and_the_link_alone(night):
    case = send()
    assert FakePager.taken == [("https://pages.example/to/ann", f"23:04 http://testserver/moderation/{case.pk}/")]
    assert PagerMessage.objects.get().state == "sent"


def test_the_hour_is_the_regions(night):
    region = factories.region()
    region.time_zone = "Europe/Paris"
    region.save()
    case = send()
    assert FakePager.taken[0][1] == f"00:04 http://testserver/moderation/{case.pk}/"


def test_who_has_no_paging_address_is_emailed_alone(night):
    rota.set_paging_address(person_id=night.pk, address="", by=TESTS)
    send()
    assert not PagerMessage.objects.exists()


def test_a_page_that_was_not_taken_is_tried_every_minute_and_the_doctor_knows(night):
    FakePager.answers = 503
    send()
    sweep(0)
    assert PagerMessage.objects.get().attempts == 1
    sweep(1)
    assert PagerMessage.objects.get().attempts == 2
    with clock.at(NIGHT + timedelta(minutes=16)):
        assert any("pages" in each.words and not each.well for each in adapters.calls_that_nobody_took())
    FakePager.answers = 200
    sweep(2)
    assert len(FakePager.taken) == 1
    sweep(3)
    assert len(FakePager.taken) == 1


def test_a_page_is_not_sent_once_somebody_has_the_case(night):
    FakePager.answers = 503
    case = send()
    with clock.at(NIGHT + timedelta(minutes=1)):
        cases.claim_case(case_id=case.pk, by=night)
    FakePager.answers = 200
    sweep(1)
    assert FakePager.taken == []
    assert PagerMessage.objects.get().state == "dropped"


def test_a_page_whose_worker_died_is_sent_by_the_sweep(night):
    FakePager.answers = 503
    send()
    PagerMessage.objects.update(state="sending", started_at=NIGHT)
    FakePager.answers = 200
    sweep(1)
    assert FakePager.taken == []
    sweep(3)
    assert len(FakePager.taken) == 1


def test_who_was_paged_counts_as_reached_though_the_email_was_refused(night):
    send()
    call = Case.objects.get().calls.get()
    assert unreached_among([call]) == set()


class Meeting(FakePager):
    """Something happens while the first is at the paging service."""

    meanwhile = None

    def page(self, address, words):
        second = threading.Thread(target=Meeting.meanwhile)
        second.start()
        second.join(20)
        super().page(address, words)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_page_once(night, settings):
    FakePager.answers = 503
    send()
    FakePager.answers, page, sent = 200, PagerMessage.objects.get(), []

    def again():
        with clock.at(NIGHT + timedelta(minutes=1)):
            sent.append(paging.send_page(page_id=page.pk, by=TESTS))
        connection.close()

    Meeting.meanwhile = again
    settings.PAGER = f"{__name__}.Meeting"
    with clock.at(NIGHT + timedelta(minutes=1)):
        assert paging.send_page(page_id=page.pk, by=TESTS)
    assert sent == [False]
    assert len(FakePager.taken) == 1

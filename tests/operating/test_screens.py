"""Operators' screens: each shows what there is, takes what is right, and keeps what was typed when it is not."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.accounts.models import Person, PlatformRole
from heard.core import clock, reckoning
from heard.core.models import Delivery
from heard.directory.actions.contacts import confirm_contact
from heard.directory.actions.corrections import correct_service
from heard.directory.models import Service
from heard.directory.rules.contacts import mark_of
from heard.organisations.actions import organising
from heard.organisations.models import MembershipSpan, Organisation, Role, Subscription
from heard.regions import actions as regions
from heard.regions.models import Holiday, Region
from heard.regions.queries import addresses_of, setting
from heard.regions.rules import NUMBERS, SettingKey
from heard.stories.actions.groups import count_groups
from heard.ui.forms import DayField
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    factories.region()
    return factories.sign_in(client, factories.operator())


def said(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def dated(name, moment):
    """What the three inputs of a date send, whatever they are called."""
    widget = DayField().widget
    return {f"{name}{suffix}": value for suffix, value in zip(widget.widgets_names, (moment.day, moment.month, moment.year), strict=True)}


# ---------------------------------------------------------------- regions


def test_every_number_is_shown_with_its_meaning_and_bounds(operator):
    page = said(operator.get(f"/operator/regions/{factories.region().pk}/numbers/"))
    for known in NUMBERS.values():
        assert known.words[1:] in page.replace("&#39;", "'")
        usually = f"Usually {'yes' if known.default else 'no'}."
        assert (usually if known.is_switch else f"From {known.low:,} to {known.high:,}. Usually {known.default:,}.") in page


def test_numbers_are_saved_together_and_a_wrong_one_is_said_beside_it(operator):
    region = factories.region()
    address = f"/operator/regions/{region.pk}/numbers/"
    values = {name: known.default for name, known in NUMBERS.items()}
    assert operator.post(address, values | {"answer_window": 45, "nudge_after": 3}).status_code == 302
    assert (setting(region.pk, SettingKey.ANSWER_WINDOW), setting(region.pk, SettingKey.NUDGE_AFTER)) == (45, 3)
    for wrong in ("-1", "100000", "", "soon", "4.5"):
        refused = operator.post(address, values | {"answer_window": 50, "nudge_after": wrong})
        assert refused.status_code == 422
        assert "Enter a whole number from 1 to 60" in said(refused)
        assert 'value="50"' in refused.content.decode(), "what was typed is kept"
    assert setting(region.pk, SettingKey.ANSWER_WINDOW) == 45


def test_numbers_that_contradict_each_other_are_said_beside_the_field(operator):
    region = factories.region()
    address = f"/operator/regions/{region.pk}/numbers/"
    values = {name: known.default for name, known in NUMBERS.items()}
    refused = operator.post(address, values | {"author_mail_from": 30, "author_mail_to": 10, "alarm_stories": 20})
    assert refused.status_code == 422
    assert "Enter 30 or more. The shortest wait is 30 minutes" in said(refused)
    assert "Enter 60 or more. The limit for the calculation is 60 stories" in said(refused)
    assert setting(region.pk, SettingKey.AUTHOR_MAIL_TO) == 60


def lines_sent(*lines, **more):
    sent = more | {"form-TOTAL_FORMS": len(lines), "form-INITIAL_FORMS": 0}
    for position, line in enumerate(lines):
        sent |= {f"form-{position}-{name}": value for name, value in line.items()}
    return sent


def test_crisis_lines_are_replaced_and_half_a_line_is_refused(operator):
    region = factories.region()
    address = f"/operator/regions/{region.pk}/crisis-lines/"
    full = {"name": "Samaritans", "contact": "116 123", "when": "Any hour", "who_for": "You want to talk", "in_strip": "on"}
    assert operator.post(address, lines_sent(full, {"name": "", "contact": ""}, emergency_number="999")).status_code == 302
    assert [line.contact for line in region.crisis_lines.all()] == ["116 123"]
    half = operator.post(address, lines_sent(full, {"name": "Somebody", "contact": ""}, emergency_number="999"))
    assert (half.status_code, "Enter a number for this line" in said(half)) == (422, True)
    none = operator.post(address, lines_sent({"name": "", "contact": ""}, emergency_number="999"))
    assert (none.status_code, "Keep at least one line" in said(none)) == (422, True)
    assert "116 123" in said(operator.get(address)) or "116 123" in operator.get(address).content.decode()


def test_the_emergency_number_is_set_with_the_lines_and_anything_else_is_refused_beside_it(operator):
    region = factories.region()
    address = f"/operator/regions/{region.pk}/crisis-lines/"
    line = {"name": "Samaritans", "contact": "116 123", "when": "Any hour", "who_for": "You want to talk", "in_strip": "on"}
    assert operator.post(address, lines_sent(line, emergency_number=" 1 1 2 ")).status_code == 302
    region.refresh_from_db()
    assert (region.emergency_number, region.crisis_lines.count()) == ("112", 1)
    for typed in ("", "99", "12345", "nine", "٩٩٩", "999; drop"):
        refused = operator.post(address, lines_sent(line | {"name": "Another"}, emergency_number=typed))
        assert refused.status_code == 422, typed
        assert 'href="#id_emergency_number"' in refused.text, typed
    assert (Region.objects.get(pk=region.pk).emergency_number, region.crisis_lines.get().name) == ("112", "Samaritans")
    assert 'value="112"' in operator.get(address).text


def test_a_tampered_list_of_lines_is_refused_without_a_fault(operator):
    address = f"/operator/regions/{factories.region().pk}/crisis-lines/"
    for sent in ({}, {"form-TOTAL_FORMS": "many"}, {"form-TOTAL_FORMS": "9999999", "form-INITIAL_FORMS": "0"}):
        assert operator.post(address, sent).status_code == 422


def test_holidays_are_added_and_taken_off(operator):
    region = factories.region()
    address = f"/operator/regions/{region.pk}/holidays/"
    wanted = clock.today().replace(month=12, day=25)
    assert operator.post(address, {"name": "Christmas Day", **dated("day", wanted)}).status_code == 302
    assert "Christmas Day" in said(operator.get(address))
    assert operator.post(address, {"name": "", **dated("day", wanted)}).status_code == 422
    assert operator.post(f"{address}remove/", {"day": wanted.isoformat()}).status_code == 302
    assert not Holiday.objects.exists()
    assert operator.post(f"{address}remove/", {"day": "nonsense"}).status_code == 404


def test_a_region_is_made_and_described(operator):
    given = {"slug": "southfen", "name": "Southfen", "time_zone": "Europe/London", "leave_to": "https://weather.example/", "host": ""}
    given |= {"emergency_number": "999"}
    made = operator.post("/operator/regions/new/", given)
    assert made.url.endswith("/crisis-lines/")
    region = Region.objects.get(slug="southfen")
    address = f"/operator/regions/{region.pk}/"
    assert operator.post(address, given | {"time_zone": "Europe/Nowhere"}).status_code == 422
    assert operator.post(address, given | {"name": "South Fen"}).status_code == 302
    assert "South Fen" in said(operator.get("/operator/regions/"))
    assert operator.post("/operator/regions/new/", given).status_code == 422


def test_whom_to_call_is_asked_before_a_region_is_made_and_never_taken_from_another_country(operator):
    factories.open_site()
    given = {"slug": "fjordane", "name": "Fjordane", "path": "fjordane", "time_zone": "Europe/Oslo", "leave_to": "https://weather.example/"}
    refused = operator.post("/operator/regions/new/", given)
    assert refused.status_code == 422
    assert "Enter a number of 3 or 4 digits, like 999 or 112" in said(refused)
    assert "Enter a number of 3 or 4 digits" in said(operator.post("/operator/regions/new/", given | {"emergency_number": "call us"}))
    assert operator.post("/operator/regions/new/", given | {"emergency_number": "1 1 3"}).status_code == 302
    for address in ("/fjordane/", "/fjordane/nothing/"):
        page = said(Client().get(address))
        assert "113" in page
        assert "999" not in page


def test_an_operator_who_takes_away_a_regions_last_address_is_told_that_no_one_can_reach_it(operator):
    region = regions.make_region(slug="wales", name="Wales", path="wales", by=TESTS)
    given = {"name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example/"}
    address = f"/operator/regions/{region.pk}/"
    assert "no one can open it" not in said(operator.post(address, given | {"path": "cymru"}, follow=True))
    assert "no one can open it" in said(operator.post(address, given | {"path": ""}, follow=True))


def test_a_short_name_with_other_signs_is_refused_in_plain_words(operator):
    given = {"slug": "North Wales!", "name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example/"}
    answer = operator.post("/operator/regions/new/", given)
    assert answer.status_code == 422
    assert "Use lower case letters, numbers and hyphens, like north-wales" in said(answer)
    assert "slug" not in said(answer)


def test_what_is_refused_when_it_is_empty_is_not_said_to_be_skippable(operator):
    page = operator.get(f"/operator/regions/{factories.region().pk}/crisis-lines/").text
    labels = [" ".join(each.split()) for each in re.findall(r"<label[^>]*>(.*?)</label>", page, re.DOTALL)]
    assert {"Name", "Number"} <= set(labels)
    assert any(each.startswith("When it’s open <span") for each in labels)


def test_an_operator_says_where_a_region_is_found_and_in_which_languages(operator, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English")]
    given = {"slug": "wales", "name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example/", "language": "en-gb"}
    given |= {"emergency_number": "999"}
    found = {"host": "Wales.example", "other_hosts": "www.wales.example\n\nhttps://cymru.example/\n", "path": "wales"}
    spoken = {"first_language": "en-xa", "more_languages": ["en-gb", "en-xa"]}
    factories.region()
    assert operator.post("/operator/regions/new/", given | found | spoken).status_code == 302
    region = Region.objects.get(slug="wales")
    assert addresses_of(region.pk) == ["wales.example", "cymru.example", "www.wales.example"]
    assert (region.path, region.languages) == ("wales", ["en-xa", "en-gb"])
    assert "http://wales.example/" in said(operator.get("/operator/regions/"))
    address = f"/operator/regions/{region.pk}/"
    page = operator.get(address).text
    assert 'value="wales.example"' in page
    assert "cymru.example\nwww.wales.example</textarea>" in page
    assert operator.post(address, given | {"host": "", "path": "wales", "first_language": "en-gb"}).status_code == 302
    region.refresh_from_db()
    assert (addresses_of(region.pk), region.languages) == ([], ["en-gb"])
    assert "http://testserver/wales/" in said(operator.get("/operator/regions/"))
    assert operator.post(address, given | {"host": "", "path": "", "first_language": "en-gb", "language": "en-gb"}).status_code == 302
    assert "No address yet" in said(operator.get("/operator/regions/"))


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"host": "one two"}, "host", "Enter a web address like wales.example.org"),
        ({"host": "testserver"}, "host", "Staff work at this address. Only the main region can use it."),
        ({"other_hosts": "www.wales.example"}, "host", "Enter a main web address before you add others"),
        ({"path": "stories"}, "path", "Heard uses /stories/ for something else. Choose another path."),
        ({"path": "North Wales"}, "path", "Use 3 to 40 lower case letters, numbers and hyphens, like north-wales"),
        ({"path": "uk"}, "path", "Use 3 to 40 lower case letters, numbers and hyphens, like north-wales"),
    ],
)
def test_an_address_that_cannot_be_is_said_beside_its_field(operator, given, field, words):
    factories.region()
    region = regions.make_region(slug="wales", name="Wales", host="wales.example", by=TESTS)
    answer = operator.post(
        f"/operator/regions/{region.pk}/", {"name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example/"} | given
    )
    assert answer.status_code == 422
    assert f'href="#id_{field}">{words}' in answer.text
    assert addresses_of(region.pk) == ["wales.example"]


def test_the_main_region_has_no_path_to_choose_and_one_language_asks_nothing(operator):
    page = operator.get(f"/operator/regions/{factories.region().pk}/").text
    assert 'name="host"' in page
    assert 'name="path"' not in page
    assert 'name="first_language"' not in page


# ---------------------------------------------------------------- organisations


def test_an_organisation_is_made_given_services_a_term_and_an_administrator(operator, run_jobs):
    ward = factories.service(name="Larkfield Ward")
    made = operator.post("/operator/organisations/new/", {"region": factories.region().pk, "name": "Quayside", "kind": "provider"})
    organisation = Organisation.objects.get(name="Quayside")
    assert made.url == f"/operator/organisations/{organisation.pk}/"
    page = said(operator.get(made.url))
    assert "isn’t told about any stories" in page

    correct_service(service_id=ward.pk, changes={"town": "Moorport"}, by=TESTS)
    found = operator.get(f"{made.url}services/?q=larkfield").content.decode()
    assert f'name="add" value="{ward.pk}"' in found
    operator.post(f"{made.url}services/", {"add": ward.pk})
    assert list(organisation.remit.values_list("service_id", flat=True)) == [ward.pk]
    operator.post(f"{made.url}services/", {"remove": ward.pk})
    assert not organisation.remit.exists()
    operator.post(f"{made.url}services/", {"add": "999999999"})
    assert "Choose services" in said(operator.get(f"{made.url}services/"))

    term = {"level": "full", **dated("starts_on", clock.today()), **dated("ends_on", clock.today() + timedelta(days=30))}
    assert operator.post(f"{made.url}terms/", term).status_code == 302
    again = operator.post(f"{made.url}terms/", term)
    assert (again.status_code, "overlap" in said(again)) == (422, True)

    invited = operator.post(f"{made.url}invite/", {"email": "lead@quayside.example", "roles": ["administrator"]})
    assert invited.status_code == 302
    run_jobs()
    assert outbox.outbox[-1].to == ["lead@quayside.example"]
    assert "lead@quayside.example" in said(operator.get(made.url))
    operator.post(f"{made.url}invitations/{organisation.invitations.get().pk}/cancel/")
    assert "lead@quayside.example" not in said(operator.get(made.url))


def test_a_term_is_ended_early_after_a_warning(operator):
    organisation = factories.organisation()
    term = organisation.subscriptions.get()
    address = f"/operator/organisations/{organisation.pk}/terms/{term.pk}/end/"
    assert "Can it be undone" in said(operator.get(address))
    assert operator.post(address, dated("on", clock.today() + timedelta(days=4000))).status_code == 422
    assert operator.post(address, dated("on", clock.today())).status_code == 302
    assert Subscription.objects.get().ends_on == clock.today()
    other = factories.organisation()
    assert operator.get(f"/operator/organisations/{other.pk}/terms/{term.pk}/end/").status_code == 404


def test_terms_that_end_soon_are_on_the_first_page(operator):
    organisation = factories.organisation(name="Nearly over")
    organisation.subscriptions.update(ends_on=clock.today() + timedelta(days=10))
    assert "Nearly over" in said(operator.get("/operator/"))


def test_long_lists_go_on_on_another_page_and_cost_the_same(operator, django_assert_max_num_queries):
    for n in range(55):
        organisation = factories.organisation(name=f"Org {n:03}")
    for n in range(55):
        factories.member(of=organisation, name=f"Member {n:03}")
    with django_assert_max_num_queries(12):
        first = operator.get("/operator/organisations/").content.decode()
    assert ("Org 049" in first, "Org 050" in first) == (True, False)
    more = re.search(r'rel="next" href="([^"]+)"', first).group(1)
    assert "Org 050" in operator.get(more).content.decode()
    with django_assert_max_num_queries(12):
        people = operator.get(f"/operator/organisations/{organisation.pk}/members/").content.decode()
    assert ("Member 049" in people, "Member 050" in people) == (True, False)
    assert "Org 054" in operator.get("/operator/organisations/?q=Org+054").content.decode()
    for odd in ("?q=%00", "?q=" + "x" * 5000):
        assert operator.get(f"/operator/organisations/{odd}").status_code == 200
    for nowhere in ("?page=nonsense", "?page=W10", "?page=" + "x" * 5000):
        assert operator.get(f"/operator/organisations/{nowhere}").status_code == 400


def test_members_are_frozen_and_thawed_by_an_operator(operator):
    member = factories.member(of=factories.organisation(), roles=[Role.ADMINISTRATOR])
    address = f"/operator/organisations/{member.organisation_id}/members/"
    warned = operator.get(f"{address}{member.pk}/freeze/").text
    assert "will be signed out at once" in warned
    assert member.person.name in warned
    operator.post(f"{address}{member.pk}/freeze/")
    member.refresh_from_db()
    assert member.frozen_at
    operator.post(f"{address}{member.pk}/thaw/")
    member.refresh_from_db()
    assert member.frozen_at is None
    other = factories.organisation()
    assert operator.post(f"/operator/organisations/{other.pk}/members/{member.pk}/freeze/").status_code == 404


# ---------------------------------------------------------------- people


def test_a_moderator_is_invited_given_roles_closed_and_opened(operator, run_jobs):
    sent = {"email": "mo@heard.example", "name": "Mo", "platform_roles": ["first-line"]}
    assert operator.post("/operator/people/invite/", sent | {"platform_roles": []}).status_code == 422
    assert operator.post("/operator/people/invite/", sent).status_code == 302
    run_jobs()
    assert outbox.outbox[-1].subject == "Your Heard account"
    person = Person.objects.get(email="mo@heard.example")
    address = f"/operator/people/{person.pk}/"
    assert "Hasn’t chosen a password yet" in said(operator.get(address))
    operator.post(f"{address}invite/")
    run_jobs()
    assert len(outbox.outbox) == 2
    changed = {"name": "Mo Derator", "email": "mo2@heard.example", "job_title": "Lead", "platform_roles": ["senior"]}
    assert operator.post(address, changed).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.email, person.platform_roles) == ("Mo Derator", "mo2@heard.example", ["senior"])
    assert "signed out everywhere" in said(operator.get(f"{address}close/"))
    operator.post(f"{address}close/")
    person.refresh_from_db()
    assert not person.is_active
    operator.post(f"{address}open/")
    person.refresh_from_db()
    assert person.is_active


def test_an_address_that_is_taken_changes_nothing_at_all(operator):
    person, other = factories.person(name="Before"), factories.person()
    sent = {"name": "After", "email": other.email, "job_title": "", "platform_roles": ["senior"]}
    refused = operator.post(f"/operator/people/{person.pk}/", sent)
    assert (refused.status_code, "already uses this email address" in said(refused)) == (422, True)
    person.refresh_from_db()
    assert (person.name, person.platform_roles) == ("Before", [])


def test_an_operator_cannot_close_the_own_account_or_stop_being_the_last(operator):
    me = Person.objects.get()
    closed = operator.post(f"/operator/people/{me.pk}/close/")
    assert (closed.status_code, "can’t close your own account" in said(closed)) == (422, True)
    sent = {"name": me.name, "email": me.email, "platform_roles": []}
    assert "Someone has to run Heard" in said(operator.post(f"/operator/people/{me.pk}/", sent))


def test_anybody_with_an_account_is_found_by_name_or_address(operator):
    factories.person(name="Rowan Sellick")
    for typed, answer in (("sellick", "Rowan Sellick"), ("zebra", "No one matches")):
        found = operator.post("/operator/people/", {"q": typed})
        assert found["Location"] == "/operator/people/?found=1", "a name or an email address must not be in the address"
        assert answer in said(operator.get(found["Location"]))
    assert "No one matches" not in said(operator.get("/operator/people/")), "opened anew, nobody is looked for"
    assert operator.post("/operator/people/", {"q": " "})["Location"] == "/operator/people/"


def test_many_people_found_are_a_page_at_a_time(operator):
    for n in range(60):
        factories.person(name=f"Rowan {n:02}")
    found = operator.post("/operator/people/", {"q": "rowan"}, follow=True).text
    after = re.search(r'rel="next" href="([^"]+)"', found).group(1).replace("&amp;", "&")
    assert "rowan" not in after.lower()
    assert "Rowan 59" in operator.get(after).text


def test_public_contacts_of_an_organisation_are_seen_added_and_taken_off(operator):
    organisation = factories.organisation(name="Quayside Trust")
    one, page = f"/operator/organisations/{organisation.pk}/", f"/operator/organisations/{organisation.pk}/contacts/"
    assert page in operator.get(one).text
    refused = operator.post(page, {"value": "ask Joy", "what": "Ward desk"})
    assert (refused.status_code, "Enter one phone number" in said(refused)) == (422, True)
    assert 'value="ask Joy"' in refused.text, "what was typed is kept"
    assert operator.post(page, {"value": "01632 960123", "what": "Ward desk"}).status_code == 302
    assert "1 number or address" in said(operator.get(one))
    shown = operator.get(page)
    assert "Ward desk" in shown.text
    made = organisation.contacts.get()
    # of another organisation's page it is not to be had
    operator.post(f"/operator/organisations/{factories.organisation().pk}/contacts/{made.pk}/remove/")
    assert organisation.contacts.exists()
    for _ in range(2):
        assert operator.post(f"{page}{made.pk}/remove/").status_code == 302
    assert not organisation.contacts.exists()
    assert operator.get("/operator/organisations/999999999/contacts/").status_code == 404


# ---------------------------------------------------------------- the directory


def test_an_entry_is_found_put_right_and_undone(operator):
    trust = factories.service(name="Larkfeild Trust")
    correct_service(service_id=trust.pk, changes={"town": "Moorport"}, by=TESTS)
    assert f"/operator/directory/{trust.pk}/" in operator.get("/operator/directory/?q=larkfeild").content.decode()
    address = f"/operator/directory/{trust.pk}/"
    sent = {"name": "Larkfield Trust", "kind": trust.kind, "address": "1 High Street\nMoorport", "town": "Moorport", "standing": "open"}
    wrong = operator.post(address, sent | {"postcode": "nonsense", "successor": "no-such-place"})
    assert wrong.status_code == 422
    assert "Larkfield Trust" in wrong.content.decode()
    assert operator.post(address, sent | {"postcode": "ts18 1hu"}).status_code == 302
    trust.refresh_from_db()
    assert (trust.name, trust.address, trust.postcode) == ("Larkfield Trust", ["1 High Street", "Moorport"], "TS18 1HU")
    page = said(operator.get(address))
    assert "Before: Larkfeild Trust" in page
    operator.post(f"/operator/directory/corrections/{trust.corrections.get(field='name').pk}/undo/")
    trust.refresh_from_db()
    assert trust.name == "Larkfeild Trust"


def test_all_that_is_wrong_with_an_entry_is_said_at_once_and_everything_typed_is_kept(operator):
    trust = factories.service(name="Larkfield Trust")
    typed = {
        "name": "", "kind": trust.kind, "address": "\n".join(["x" * 130]), "town": "Moorport", "postcode": "nonsense", "latitude": "100",
        "longitude": "far", "telephone": "ask <b>Joy</b>", "website": "nowhere", "standing": "open", "successor": "no-such-place",
    }  # fmt: skip
    answered = operator.post(f"/operator/directory/{trust.pk}/", typed)
    assert answered.status_code == 422
    wrong = {"name", "address", "postcode", "latitude", "longitude", "telephone", "website", "successor"}
    summary = answered.text.partition("nhsuk-error-summary__list")[2].partition("</ul>")[0]
    assert {name for name in wrong if f'href="#id_{name}"' in summary} == wrong
    assert {name for name in wrong if f'id="id_{name}-error"' in answered.text} == wrong
    assert "Enter one phone number" in answered.text
    assert 'value="ask &lt;b&gt;Joy&lt;/b&gt;"' in answered.text
    assert 'value="nonsense"' in answered.text
    trust.refresh_from_db()
    assert trust.town == ""


def test_a_registered_contact_is_written_down(operator):
    trust = factories.service()
    address = f"/operator/directory/{trust.pk}/contact/"
    operator.post(address, {"registered_contact": "pals@trust.example"})
    operator.post(address, {"registered_contact": "nonsense"})
    trust.refresh_from_db()
    assert trust.registered_contact == "pals@trust.example"


def test_operators_see_whether_a_contact_is_confirmed_and_can_ask_again(operator):
    trust = factories.service(name="Larkfield Trust")
    page, ask = f"/operator/directory/{trust.pk}/", f"/operator/directory/{trust.pk}/contact/ask/"
    assert "Not confirmed" not in said(operator.get(page))
    Service.objects.filter(pk=trust.pk).update(registered_contact="pals@trust.example")  # as it stood before contacts were confirmed
    assert "We haven’t asked" in said(operator.get(page))
    assert "Larkfield Trust" in said(operator.get("/operator/directory/"))
    assert "We’ll ask again" in said(operator.post(ask, follow=True))
    assert "We asked on" in said(operator.get(page))
    assert "less than an hour ago" in said(operator.post(ask, follow=True))
    Delivery.objects.update(state="failed", finished_at=clock.now())
    assert "couldn’t be delivered" in said(operator.get(page))
    confirm_contact(service_id=trust.pk, mark=mark_of("pals@trust.example"), by=TESTS)
    shown = said(operator.get(page))
    assert "Confirmed on" in shown
    assert ask not in shown
    assert "Contacts not confirmed yet" not in said(operator.get("/operator/directory/"))


def test_numbers_of_a_region_are_the_regions_own(operator):
    second = regions.make_region(slug="southfen", name="Southfen", by=TESTS)
    values = {name: known.default for name, known in NUMBERS.items()}
    operator.post(f"/operator/regions/{second.pk}/numbers/", values | {"nudge_after": 6})
    assert (setting(second.pk, SettingKey.NUDGE_AFTER), setting(factories.region().pk, SettingKey.NUDGE_AFTER)) == (6, 2)
    address = f"/operator/regions/{second.pk}/numbers/"
    assert operator.post(address, values | {"publish_in_hours": 0}).status_code == 302
    assert setting(second.pk, SettingKey.PUBLISH_IN_HOURS) == 0
    assert operator.post(address, values | {"publish_in_hours": "perhaps"}).status_code == 422


def test_who_tells_shows_groups_and_never_a_small_one(operator):
    with clock.at(clock.now().replace(day=1) - timedelta(days=3)):
        for n in range(15):
            factories.published_story(gender="woman" if n < 12 else "man")
    count_groups(region_id=factories.region().pk, by=TESTS)
    page = " ".join(said(operator.get(f"/operator/regions/{factories.region().pk}/who-tells/")).split())
    assert "A woman or girl" not in page, "the three others could be worked out"
    assert "All other groups about 15" in page
    assert "Did not say about 15" in page


def test_the_address_of_those_who_run_it_is_set_checked_and_shown(operator, client):
    region = factories.region()
    address = f"/operator/regions/{region.pk}/"
    words = {"name": region.name, "time_zone": "Europe/London", "leave_to": "https://www.bbc.co.uk/weather"}
    assert 'href="/write-to-heard/"' in client.get("/about/").text, "there is a way also without an address"
    refused = operator.post(address, words | {"contact_email": "hello at heard"})
    assert refused.status_code == 422
    assert 'value="hello at heard"' in refused.text, "what was typed is kept"
    assert operator.post(address, words | {"contact_email": "hello@heard.example"}).status_code == 302
    for page in ("/about/", "/privacy/", "/accessibility/"):
        assert 'href="mailto:hello@heard.example"' in client.get(page).text


def test_an_organisation_made_twice_with_one_form_is_one(operator):
    page = operator.get("/operator/organisations/new/").text
    given = {
        "region": factories.region().pk,
        "name": "Quayside",
        "kind": "provider",
        "form_key": re.search(r'form_key" value="([^"]+)', page)[1],
    }
    first, second = (operator.post("/operator/organisations/new/", given) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Organisation.objects.count() == 1


def test_a_branch_added_meanwhile_by_somebody_else_stays(operator):
    one, other, third = (factories.service() for _ in range(3))
    organisation = factories.organisation(remit=[one])
    organising.change_remit(organisation_id=organisation.pk, add=[other.pk], by=TESTS)
    operator.post(f"/operator/organisations/{organisation.pk}/services/", {"add": third.pk, "remove": one.pk})
    assert {branch.service_id for branch in organisation.remit.all()} == {other.pk, third.pk}


def test_only_who_was_invited_and_has_no_password_is_listed_as_invited(operator):
    factories.person(name="Plain Jane", roles=["senior"], password=None)
    assert "Invited" not in said(operator.get("/operator/people/"))
    operator.post("/operator/people/invite/", {"email": "new@work.example", "name": "New Comer", "platform_roles": ["first-line"]})
    assert said(operator.get("/operator/people/")).count("Invited") == 1


# ---------------------------------------------------------------- what is owed


EVERYTHING = 0
"""A minute in which the sweep looks at 30 days."""


def check_all():
    """Every slice's sweep, once over everything."""
    reckoning.sweep(*reckoning.slices(), timestamp=EVERYTHING)


@pytest.mark.owner
def test_what_could_not_be_done_is_named_with_number_age_and_a_link_to_the_story(operator):
    ward = factories.service()
    with clock.at(clock.now() - timedelta(hours=3)):
        factories.member(of=factories.organisation(remit=[ward]))
        story = factories.published_story(services=[ward])
    with connection.cursor() as cursor:  # as if the disk were full: the sweep finds what is owed and cannot do it
        cursor.execute("ALTER TABLE reach_telling ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    check_all()
    overview = said(operator.get("/operator/"))
    assert "Organisations not told about a new story: 1. The oldest has been waiting for 3 hours." in overview
    page = operator.get("/operator/owed/")
    assert f'href="/stories/{story.pk}/"' in page.content.decode()
    assert "haven’t emailed them" not in said(page)


def test_whoever_may_have_missed_something_before_the_upgrade_is_named(operator, run_jobs):
    ward = factories.service()
    with clock.at(clock.now() - timedelta(hours=3)):
        member = factories.member(of=factories.organisation(remit=[ward]), name="Zadie Early")
        story = factories.published_story(services=[ward])
    MembershipSpan.objects.update(since=clock.now(), since_known=False)
    run_jobs()
    check_all()
    assert "may have missed an email before the last upgrade" in said(operator.get("/operator/"))
    page = said(operator.get("/operator/owed/"))
    assert member.person.name in page
    assert f"Story {story.pk}" in page
    assert outbox.outbox == []


def test_what_the_sweep_could_do_is_missing_no_more(operator):
    ward = factories.service()
    with clock.at(clock.now() - timedelta(hours=3)):
        factories.member(of=factories.organisation(remit=[ward]))
        factories.published_story(services=[ward])
    check_all()
    assert "not told about a new story" not in said(operator.get("/operator/"))


def test_before_the_first_check_nothing_is_said_to_be_well(operator):
    page = said(operator.get("/operator/owed/"))
    assert "hasn’t checked everything yet" in page
    assert "Nothing is missing." not in page


def test_a_check_of_long_ago_is_said_to_be_one(operator):
    with clock.at(clock.now() - timedelta(hours=2)):
        check_all()
    assert "We haven’t checked recently" in said(operator.get("/operator/"))
    assert "That was too long ago" in said(operator.get("/operator/owed/"))


def test_the_overview_asks_the_same_few_queries_however_much_there_is(operator, django_assert_max_num_queries):
    check_all()
    with CaptureQueriesContext(connection) as before:
        operator.get("/operator/")
    ward = factories.service()
    for _ in range(5):
        factories.published_story(services=[ward])
    with django_assert_max_num_queries(len(before)):
        operator.get("/operator/")


def test_nothing_missing_is_said_as_that(operator):
    check_all()
    assert "Nothing is missing." in said(operator.get("/operator/owed/"))
    assert "haven’t been done" not in said(operator.get("/operator/"))


def test_ways_to_complain_are_kept_and_stand_on_their_page(operator, client):
    region = factories.region()
    assert "complaints advocacy" in said(client.get("/how-to-complain/")), "there is something to say also where none are named"
    address = f"/operator/regions/{region.pk}/ways-to-complain/"
    pals = {"name": "PALS", "words": "Sorts things out <quickly>", "about": "health", "contact": "", "address": "https://nhs.example/pals"}
    assert operator.post(address, lines_sent(pals, {"name": "", "about": "both"})).status_code == 302
    page = client.get("/how-to-complain/")
    assert "Sorts things out &lt;quickly&gt;" in page.text
    assert 'href="https://nhs.example/pals"' in page.text
    operator.post(address, lines_sent(pals | {"contact": "0345 015 4033"}))
    assert 'href="tel:03450154033"' in client.get("/how-to-complain/").text, "one touch calls it"
    half = operator.post(address, lines_sent(pals | {"name": "Advocacy", "address": ""}))
    assert (half.status_code, "Enter a phone number or a web address" in said(half)) == (422, True)
    assert "Advocacy" in half.text
    for place in ("/tell/", "/about/"):
        assert 'href="/how-to-complain/"' in client.get(place).text


def test_every_role_is_offered_and_can_be_taken_away(operator):
    assert {role for role in PlatformRole if f'value="{role}"' in operator.get("/operator/people/invite/").text} == set(PlatformRole)
    them = factories.person(name="Ed Itor", roles=["editor"])
    sent = {"name": them.name, "email": them.email, "job_title": "", "platform_roles": ["first-line"]}
    assert operator.post(f"/operator/people/{them.pk}/", sent).status_code == 302
    them.refresh_from_db()
    assert them.platform_roles == ["first-line"]

import pytest
from django.core import mail as outbox
from django.db import transaction

from heard.core import events
from heard.core.errors import NotAllowed
from heard.core.models import Event
from heard.directory.actions import contacts
from heard.directory.rules.contacts import mark_of
from heard.organisations.models import Role
from heard.reach import actions, queries
from heard.reach.models import Asking, RoleReading, Telling
from heard.stories.actions import authoring
from heard.stories.models import Step, Story
from tests import factories
from tests.two_at_once import Other, meanwhile, see_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    trust = factories.service(name="Northmoor Trust")
    hospital = factories.service(name="Northmoor General", parent=trust, level="site", kind="hospital")
    return factories.service(name="Larkfield Ward", parent=hospital)


def test_publication_tells_every_organisation_whose_remit_holds_the_service(ward, run_jobs):
    trust = factories.organisation(remit=[ward.parent.parent])
    watcher = factories.organisation(remit=[ward], kind="healthwatch")
    factories.organisation(remit=[factories.service()])
    story = factories.published_story(services=[ward])
    run_jobs()
    assert set(Telling.objects.values_list("organisation_id", flat=True)) == {trust.pk, watcher.pk}
    story.refresh_from_db()
    assert story.progress == Step.TOLD


def test_telling_twice_tells_once(ward, run_jobs):
    factories.organisation(remit=[ward])
    story = factories.published_story(services=[ward])
    run_jobs()
    actions.tell_organisations(story_id=story.pk, by=factories.TESTS)
    run_jobs()
    assert Telling.objects.count() == 1


def test_an_organisation_without_a_running_subscription_is_not_told_and_the_provider_is_asked(ward, run_jobs):
    provider = ward.parent.parent
    factories.confirmed_contact(of=provider)
    run_jobs()
    outbox.outbox.clear()
    factories.organisation(remit=[provider], subscribed=False)
    story = factories.published_story(services=[ward])
    run_jobs()
    assert not Telling.objects.exists()
    asking = Asking.objects.get()
    assert asking.provider == provider
    assert asking.delivered_at is not None
    (letter,) = outbox.outbox
    assert letter.to == ["manager@trust.example"]
    assert story.text not in letter.body
    (asked,) = queries.who_was_asked(story)
    assert (asked.provider, asked.reached) == ("Northmoor Trust", True)


@pytest.mark.parametrize(("kind", "asked"), [("social-care", 0), ("care-home", 1)])
def test_a_council_listens_for_its_own_social_care_and_not_for_a_home_that_it_pays_for(run_jobs, kind, asked):
    provider = factories.service(kind=kind)
    factories.organisation(remit=[provider], kind="council")
    factories.published_story(services=[provider])
    run_jobs()
    assert (Telling.objects.count(), Asking.objects.count()) == (1, asked)


def test_a_watcher_hears_but_the_provider_is_still_asked(ward, run_jobs):
    factories.organisation(remit=[ward], kind="healthwatch")
    factories.published_story(services=[ward])
    run_jobs()
    assert Telling.objects.count() == 1
    assert Asking.objects.count() == 1


def test_heard_is_the_first_message_delivered_to_a_listening_member(ward, run_jobs):
    organisation = factories.organisation(remit=[ward])
    factories.member(of=organisation)
    story = factories.published_story(services=[ward])
    run_jobs()
    story.refresh_from_db()
    assert story.progress == Step.HEARD
    (told,) = queries.who_was_told(story)
    assert told.heard_at == story.heard_at
    assert Event.objects.filter(name="reach.heard").count() == 1


def test_nobody_listens_so_it_stays_unheard(ward, run_jobs):
    factories.organisation(remit=[ward])
    story = factories.published_story(services=[ward])
    run_jobs()
    story.refresh_from_db()
    assert story.heard_at is None


def test_opening_makes_it_read_by_the_organisation_once(ward, run_jobs):
    organisation = factories.organisation(remit=[ward])
    member = factories.member(of=organisation, roles=[Role.RESPONDER])
    story = factories.published_story(services=[ward])
    run_jobs()
    for _ in range(2):
        actions.story_opened(story_id=story.pk, membership=member, by=member)
    story.refresh_from_db()
    assert story.progress == Step.READ
    assert Event.objects.filter(name="reach.read").count() == 1
    assert not any("person" in field.name for field in RoleReading._meta.get_fields())


def test_a_member_of_another_organisation_cannot_make_it_read(ward):
    stranger = factories.member(of=factories.organisation(remit=[factories.service()]))
    story = factories.published_story(services=[ward])
    with pytest.raises(NotAllowed):
        actions.story_opened(story_id=story.pk, membership=stranger, by=stranger)


@pytest.mark.parametrize(("holders", "named"), [(4, ()), (5, ("responder",))])
def test_roles_are_named_only_where_enough_people_hold_them(ward, run_jobs, holders, named):
    organisation = factories.organisation(remit=[ward])
    members = [factories.member(of=organisation) for _ in range(holders)]
    story = factories.published_story(services=[ward])
    run_jobs()
    actions.story_opened(story_id=story.pk, membership=members[0], by=members[0])
    (told,) = queries.who_was_told(story)
    assert told.roles == named


def test_a_story_withdrawn_before_the_worker_came_is_told_to_nobody(ward, run_jobs):
    factories.member(of=factories.organisation(remit=[ward]))
    story = factories.published_story(services=[ward])
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    run_jobs()
    assert not Telling.objects.exists()
    assert outbox.outbox == []


def test_every_job_may_run_twice(ward, run_jobs):
    factories.member(of=factories.organisation(remit=[ward]))
    factories.published_story(services=[ward])
    run_jobs()
    for event in Event.objects.order_by("pk"):
        for handler in events._handlers[event.name]:
            events.handle(event_id=event.pk, handler=handler)
    run_jobs()
    assert len(outbox.outbox) == 1
    assert Telling.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_member_who_opens_a_story_while_it_is_being_told_waits_and_is_not_in_the_way():
    service = factories.service()
    member = factories.member(of=factories.organisation(remit=[service]))
    story = factories.published_story(services=[service])

    other = Other(lambda: actions.story_opened(story_id=story.pk, membership=member, by=member))
    with transaction.atomic():
        Story.objects.select_for_update(no_key=True).get(pk=story.pk)
        other.start()
        see_waiting(other)
        actions.tell_organisations(story_id=story.pk, by=factories.TESTS)
    other.join()
    assert (other.refused, other.failed) == (None, None)
    assert Telling.objects.get().read_at is not None


# ---------------------------------------------------------------- a registered contact is confirmed before it is told anything


@pytest.fixture
def provider(ward):
    return ward.parent.parent


def letters_about_stories():
    return [letter for letter in outbox.outbox if "Can Heard email you" not in letter.subject]


def test_a_contact_that_is_not_confirmed_is_told_of_no_story_and_the_story_says_so(ward, provider, run_jobs):
    contacts.set_registered_contact(service_id=provider.pk, email="manager@trust.example", by=factories.TESTS)
    story = factories.published_story(services=[ward])
    run_jobs()
    assert letters_about_stories() == []
    assert queries.who_was_asked(story)[0].reached is False


def test_once_confirmed_it_gets_one_letter_about_all_that_was_told_before_and_then_one_a_story(ward, provider, run_jobs):
    contacts.set_registered_contact(service_id=provider.pk, email="manager@trust.example", by=factories.TESTS)
    before = [factories.published_story(services=[ward], title=f"Before {n}") for n in range(12)]
    gone = factories.published_story(services=[ward], title="Taken back")
    run_jobs()
    authoring.withdraw_story(story_id=gone.pk, by=gone.author)
    for _ in range(2):
        contacts.confirm_contact(service_id=provider.pk, mark=mark_of("manager@trust.example"), by=factories.TESTS)
        run_jobs()
    (letter,) = letters_about_stories()
    assert letter.to == ["manager@trust.example"]
    assert ("“Before 11”" in letter.body, "“Before 1”" in letter.body, "and 2 more." in letter.body) == (True, False, True)
    assert "Taken back" not in letter.body
    assert before[0].text not in letter.body
    assert all(queries.who_was_asked(story)[0].reached for story in before)
    assert not queries.who_was_asked(gone)[0].reached
    after = factories.published_story(services=[ward], title="After")
    run_jobs()
    assert "“After”" in letters_about_stories()[1].body
    assert queries.who_was_asked(after)[0].reached


def test_a_letter_on_its_way_to_an_address_that_was_changed_is_dropped(ward, provider, run_jobs):
    factories.confirmed_contact(of=provider)
    story = factories.published_story(services=[ward])
    actions.tell_organisations(story_id=story.pk, by=factories.TESTS)
    contacts.set_registered_contact(service_id=provider.pk, email="other@trust.example", by=factories.TESTS)
    run_jobs()
    assert letters_about_stories() == []
    contacts.confirm_contact(service_id=provider.pk, mark=mark_of("other@trust.example"), by=factories.TESTS)
    run_jobs()
    assert [letter.to for letter in letters_about_stories()] == [["other@trust.example"]]


def test_a_contact_with_nothing_to_be_told_gets_no_letter(provider, run_jobs):
    factories.confirmed_contact(of=provider)
    run_jobs()
    assert letters_about_stories() == []


@pytest.fixture
def one_contact(provider, ward, run_jobs):
    """A provider whose contact was asked and has not said yes; a story about it is public and told to nobody yet."""
    contacts.set_registered_contact(service_id=provider.pk, email="manager@trust.example", by=factories.TESTS)
    run_jobs()
    story = factories.published_story(services=[ward], title="In that very moment")

    def confirm():
        contacts.confirm_contact(service_id=provider.pk, mark=mark_of("manager@trust.example"), by=factories.TESTS)

    return confirm, lambda: actions.tell_organisations(story_id=story.pk, by=factories.TESTS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["telling", "confirming"])
def test_a_story_told_in_the_very_moment_of_confirming_is_told_once(one_contact, run_jobs, first):
    confirm, tell = one_contact
    now, then = (tell, confirm) if first == "telling" else (confirm, tell)
    with meanwhile(then):
        now()
    run_jobs()
    (letter,) = letters_about_stories()
    assert "“In that very moment”" in letter.body
    assert Asking.objects.get().delivered_at is not None


@pytest.mark.django_db(transaction=True)
def test_what_is_told_after_confirming_is_not_told_again_by_the_letter_about_what_was_before(one_contact, run_jobs, ward):
    confirm, tell = one_contact
    early = factories.published_story(services=[ward], title="Before")
    actions.tell_organisations(story_id=early.pk, by=factories.TESTS)
    confirm()
    tell()  # while the worker has not come to the letter that confirming owes
    run_jobs()
    assert len(letters_about_stories()) == 2
    assert sum("“In that very moment”" in letter.body for letter in letters_about_stories()) == 1
    assert all(asking.delivered_at for asking in Asking.objects.all())

"""The picture that an organisation shows of itself and of its services: from the form to the public page, and away again."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from heard.core import clock
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.models import Event
from heard.media.actions.pictures import let_waiting_go, remove_what_nothing_shows
from heard.media.models import Picture
from heard.media.rules.drawing import copies
from heard.organisations.actions import organising
from heard.organisations.actions.pictures import remove_picture, show_picture
from heard.organisations.models import ShownPicture
from tests import factories
from tests.factories import TESTS
from tests.media.drawing import drawn

pytestmark = pytest.mark.django_db

THE_DOOR = {"alt": "The front door"}
OURS = "/organisation/pictures/ours/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def ward():
    return factories.service(name="Larkfield Ward")


@pytest.fixture
def trust(ward):
    return factories.organisation(remit=[ward.parent or ward], name="Shoreline Trust")


@pytest.fixture
def admin(trust):
    return factories.member(of=trust, roles=["administrator"])


@pytest.fixture
def signed_in(client, admin):
    return factories.sign_in(client, admin.person)


def chosen(**more):
    return SimpleUploadedFile("door.jpg", drawn("JPEG", (1200, 800), **more))


def shown(organisation, service=None, *, by=TESTS, alt="The front door", is_decorative=False):
    return show_picture(
        organisation_id=organisation.pk,
        service_id=service.pk if service else None,
        copies=copies(drawn("JPEG", (200, 100))),
        alt=alt,
        is_decorative=is_decorative,
        by=by,
    )


def held_in(page):
    return re.search(r'name="picture_held" value="([^"]+)"', page.text)[1]


def public_page(client, service):
    client.logout()
    return client.get(f"/services/{service.code or service.slug}/").text


def test_everyone_sees_the_picture_that_an_administrator_chose_for_a_service(client, signed_in, ward):
    sent = signed_in.post(f"/organisation/pictures/services/{ward.pk}/", {"picture": chosen(), **THE_DOOR})
    assert sent.url == "/organisation/pictures/"
    assert 'alt="The front door"' in signed_in.get(sent.url).text
    page = public_page(client, ward)
    assert 'alt="The front door"' in page
    assert 'width="960" height="640"' in page
    assert client.get(re.search(r'srcset="([^ "]+)', page)[1]).status_code == 200


def test_the_picture_of_the_organisation_stands_in_the_list_of_those_that_listen(client, signed_in):
    signed_in.post(OURS, {"picture": chosen(), "is_decorative": "on"})
    assert signed_in.get("/organisation/pictures/").text.count("Only decoration") == 1
    client.logout()
    assert 'class="shown-picture"' in client.get("/listening/").text


def test_a_page_that_a_browser_keeps_is_no_longer_good_once_there_is_a_picture(client, trust, ward):
    for path, of in ((f"/services/{ward.slug}/", ward), ("/listening/", None)):
        before = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": before}).status_code == 304
        shown(trust, of)
        assert client.get(path, headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say what can be seen in the picture"),
        (THE_DOOR | {"is_decorative": "on"}, "If it’s only decoration, leave this empty"),
        ({"alt": "x" * 251}, "must be 250 characters or fewer"),
    ],
    ids=["no words", "words for decoration", "too many words"],
)
def test_a_picture_need_not_be_chosen_again_when_something_else_is_wrong(signed_in, trust, sent, said):
    page = signed_in.post(OURS, {"picture": chosen(), **sent})
    assert page.status_code == 422
    assert said in page.text
    assert "We’ve kept the picture you chose" in page.text
    small = re.search(r'class="held"><img src="([^"]+)"', page.text)[1]
    assert signed_in.get(small).status_code == 200
    again = signed_in.post(OURS, {"picture_held": held_in(page)})
    assert again.status_code == 422
    assert "We’ve kept the picture you chose" in again.text
    assert signed_in.post(OURS, {"picture_held": held_in(again), **THE_DOOR}).status_code == 302
    assert ShownPicture.objects.get(organisation=trust).picture.alt == "The front door"
    assert Picture.objects.count() == 1


def test_another_file_takes_the_place_of_the_one_that_was_kept(signed_in, trust):
    page = signed_in.post(OURS, {"picture": chosen()})
    signed_in.post(OURS, {"picture": chosen(colour=(1, 2, 3)), "picture_held": held_in(page), **THE_DOOR})
    kept = ShownPicture.objects.get(organisation=trust).picture
    assert Picture.objects.exclude(pk=kept.pk).get().kind == "waiting"


def test_what_was_kept_for_one_person_is_no_other_persons(client, signed_in, trust):
    token = held_in(signed_in.post(OURS, {"picture": chosen()}))
    factories.sign_in(client, factories.member(of=trust, roles=["administrator"]).person)
    for name in (token, token[:-4] + "AAAA", "x", "x" * 600):
        page = client.post(OURS, {"picture_held": name, **THE_DOOR})
        assert page.status_code == 422
        assert "We don’t have that picture any more" in page.text
    assert not ShownPicture.objects.exists()


def test_what_was_kept_is_used_once_and_gone_after_a_day(signed_in):
    used = held_in(signed_in.post(OURS, {"picture": chosen()}))
    signed_in.post(OURS, {"picture_held": used, **THE_DOOR})
    assert signed_in.post(OURS, {"picture_held": used, **THE_DOOR}).status_code == 422
    left = held_in(signed_in.post(OURS, {"picture": chosen()}))
    assert let_waiting_go() == 0
    with clock.at(clock.now().replace(year=clock.now().year + 1)):
        assert let_waiting_go() == 1
        assert remove_what_nothing_shows() == 1
    assert signed_in.post(OURS, {"picture_held": left, **THE_DOOR}).status_code == 422
    assert len(default_storage.listdir("pictures")[0]) == 1


def test_other_words_can_be_said_without_choosing_the_picture_again(signed_in, trust):
    key = shown(trust).picture.key
    assert "This is the picture now" in signed_in.get(OURS).text
    assert signed_in.post(OURS, {"alt": "The new entrance"}).status_code == 302
    kept = ShownPicture.objects.get(organisation=trust).picture
    assert (kept.key, kept.alt) == (key, "The new entrance")
    assert signed_in.post(OURS, {"alt": ""}).status_code == 422


def test_another_picture_takes_the_place_of_the_first_and_its_files_go(signed_in, trust, django_capture_on_commit_callbacks):
    first = shown(trust).picture.key
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(OURS, {"picture": chosen(), **THE_DOOR})
    assert ShownPicture.objects.get(organisation=trust).picture.key != first
    assert default_storage.listdir("pictures")[0] == [Picture.objects.get().key]


def test_a_picture_that_was_deleted_is_nowhere_any_more(client, signed_in, trust, ward, django_capture_on_commit_callbacks):
    picture = shown(trust, ward)
    page = public_page(client, ward)
    address = re.search(r'srcset="([^ "]+)', page)[1]
    factories.sign_in(client, factories.operator())
    assert "The front door" in client.get(f"/operator/organisations/{trust.pk}/").text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/operator/organisations/{trust.pk}/pictures/{picture.pk}/remove/")
    assert client.get(address).status_code == 404
    assert "front door" not in public_page(client, ward)
    assert not remove_picture(organisation_id=trust.pk, shown_id=picture.pk, by=TESTS)


def test_a_picture_of_a_service_is_public_while_its_organisation_looks_after_it(client, trust, ward):
    shown(trust, ward)
    other = factories.organisation(remit=[ward], name="Quayside Care")
    with pytest.raises(NotAcceptable, match="Shoreline Trust already shows a picture"):
        shown(other, ward)
    organising.set_remit(organisation_id=trust.pk, service_ids=[factories.service().pk], by=TESTS)
    assert "front door" not in public_page(client, ward)
    shown(other, ward, alt="The garden")
    assert "The garden" in public_page(client, ward)
    assert Picture.objects.count() == 1


def test_it_is_recorded_who_showed_and_who_deleted_a_picture(trust, admin, ward):
    remove_picture(organisation_id=trust.pk, shown_id=shown(trust, ward, by=admin).pk, by=admin)
    facts = Event.objects.filter(name__startswith="organisations.picture").order_by("pk")
    assert [(each.name, each.actor_ref, each.payload["service_id"]) for each in facts] == [
        ("organisations.picture_shown", admin.actor_ref, ward.pk),
        ("organisations.picture_removed", admin.actor_ref, ward.pk),
    ]


def test_only_administrators_of_an_organisation_that_looks_after_a_service_give_it_a_picture(client, trust, ward):
    elsewhere = factories.service(name="Another place")
    with pytest.raises(NotAcceptable, match="look after"):
        shown(trust, elsewhere)
    for member in (factories.member(of=trust), factories.member(of=factories.organisation(), roles=["administrator"])):
        with pytest.raises(NotAllowed):
            shown(trust, ward, by=member)
    factories.sign_in(client, factories.member(of=trust).person)
    assert client.get(OURS).status_code == 404
    client.logout()
    factories.sign_in(client, factories.member(of=trust, roles=["administrator"]).person)
    assert client.get(f"/organisation/pictures/services/{elsewhere.pk}/").status_code == 404
    assert client.get(f"/organisation/pictures/services/{ward.pk}/").status_code == 200


def test_services_are_found_by_part_of_their_name(signed_in, ward):
    assert "Larkfield Ward" in signed_in.get("/organisation/pictures/").text
    page = signed_in.post("/organisation/pictures/", {"q": "no such"}, follow=True)
    assert "No services match" in page.text
    page = signed_in.post("/organisation/pictures/", {"q": "larkf"}, follow=True)
    assert "Larkfield Ward" in page.text


def test_the_list_of_those_that_listen_asks_as_much_with_pictures_as_without(client, trust, django_assert_num_queries):
    client.get("/listening/")
    with django_assert_num_queries(1):
        client.get("/listening/")
    shown(trust)
    shown(factories.organisation())
    with django_assert_num_queries(1):
        client.get("/listening/")


def test_a_full_disk_is_said_and_nothing_half_is_kept(signed_in, trust, folder, monkeypatch):
    written = []

    def full(name, content):
        written.append(name)
        if len(written) > 3:
            raise OSError(28, "No space left on device")
        return really(name, content)

    really = default_storage.save
    monkeypatch.setattr(default_storage, "save", full)
    page = signed_in.post(OURS, {"picture": chosen(), **THE_DOOR})
    assert page.status_code == 422
    assert page.text.count("We can’t store your picture at the moment") >= 1
    assert 'value="The front door"' in page.text
    assert not Picture.objects.exists()
    assert not [each for each in folder.rglob("*") if each.is_file()]

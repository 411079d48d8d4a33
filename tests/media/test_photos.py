"""A photo beside what somebody says in public: theirs to show, change and remove."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from heard.accounts.actions import people
from heard.accounts.models import Person
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock, health
from heard.core.errors import NotAllowed
from heard.media.actions.pictures import remove_what_nothing_shows
from heard.media.models import Picture
from heard.media.rules.drawing import copies
from heard.stories.models import Story
from tests import factories
from tests.media.drawing import A_SLOPE, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def nurse():
    return factories.person(name="Nia Urse")


def chosen(content=None, name="me.jpg"):
    return SimpleUploadedFile(name, drawn("JPEG", (400, 300)) if content is None else content)


def put_on(person, **more):
    return people.set_photo(person_id=person.pk, copies=copies(drawn("JPEG", (400, 300), **more)), by=person)


def answered_by(person):
    """Their published answer."""
    membership = factories.member_again(person=person, of=factories.organisation(remit=[factories.service()]))
    return factories.published_answer(membership=membership)


def keys():
    return default_storage.listdir("pictures")[0] if default_storage.exists("pictures") else []


def addresses(page):
    text = page.content.decode()
    return [each.split('"')[0] for each in text.split('srcset="')[1:]]


def test_a_photo_that_was_chosen_is_shown_to_anyone_who_reads_the_answer(client, nurse, run_jobs):
    answer = answered_by(nurse)
    story = f"/stories/{answer.story_id}/"
    assert not addresses(client.get(story))
    factories.sign_in(client, nurse)
    assert client.post("/account/photo/", {"photo": chosen()}).url == "/account/photo/"
    client.logout()
    (address,) = addresses(client.get(story))
    copy = client.get(address)
    assert copy.status_code == 200
    assert copy["Content-Type"] == "image/webp"
    assert client.get(address.replace("webp", "jpg"))["Content-Type"] == "image/jpeg"


def test_a_page_that_somebody_keeps_is_no_longer_good_once_the_photo_is_another(client, nurse, run_jobs):
    answer = answered_by(nurse)
    run_jobs()
    before = Story.objects.get(pk=answer.story_id).version
    put_on(nurse)
    run_jobs()
    assert Story.objects.get(pk=answer.story_id).version == before + 1
    people.remove_photo(person_id=nurse.pk, by=nurse)
    run_jobs()
    assert Story.objects.get(pk=answer.story_id).version == before + 2


def test_a_photo_that_was_deleted_is_nowhere_any_more(client, nurse, django_capture_on_commit_callbacks):
    factories.sign_in(client, nurse)
    client.post("/account/photo/", {"photo": chosen()})
    (address,) = addresses(client.get("/account/photo/"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/photo/remove/")
    assert client.get(address).status_code == 404
    assert not Picture.objects.exists()
    assert keys() == []
    assert "Delete my photo" not in client.get("/account/photo/").content.decode()
    assert client.post("/account/photo/remove/").status_code == 302


def test_another_photo_takes_the_place_of_the_first(nurse, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = put_on(nurse).photo.key
    with django_capture_on_commit_callbacks(execute=True):
        second = put_on(nurse, colour=(9, 9, 9)).photo.key
    assert first != second
    assert keys() == [second]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"this is a letter", "We can’t open this file"),
        (b"", "We can’t open this file"),
        (drawn("PNG", (95, 95)), "The picture is too small"),
        (b"\xff\xd8" + b"\0" * 10_000_001, "must be smaller than 10"),
    ],
    ids=["no picture", "nothing in it", "too small", "too large"],
)
def test_what_is_wrong_with_a_file_is_said_beside_it_and_the_photo_of_before_stays(client, nurse, content, said):
    put_on(nurse)
    factories.sign_in(client, nurse)
    page = client.post("/account/photo/", {"photo": chosen(content)})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Picture.objects.count() == 1
    assert addresses(page)


def test_nothing_was_chosen(client, nurse):
    factories.sign_in(client, nurse)
    page = client.post("/account/photo/", {})
    assert page.status_code == 422
    assert "Choose a photo" in page.content.decode()


def test_the_kind_is_told_by_the_content_and_not_by_the_name(client, nurse):
    factories.sign_in(client, nurse)
    assert client.post("/account/photo/", {"photo": chosen(A_SLOPE, name="me.exe")}).status_code == 302
    assert client.post("/account/photo/", {"photo": chosen(b"MZ", name="me.jpg")}).status_code == 422


def test_photos_are_not_sent_again_and_again(client, nurse):
    factories.sign_in(client, nurse)
    answers = [client.post("/account/photo/", {"photo": chosen(b"x")}).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


def test_a_photo_is_its_persons_and_those_who_run_heard_may_delete_it(client, nurse):
    put_on(nurse)
    with pytest.raises(NotAllowed):
        people.set_photo(person_id=nurse.pk, copies=copies(drawn("JPEG", (100, 100))), by=factories.person())
    with pytest.raises(NotAllowed):
        people.remove_photo(person_id=nurse.pk, by=factories.person())
    factories.region()
    factories.sign_in(client, factories.person())
    assert client.post(f"/operator/people/{nurse.pk}/photo/remove/").status_code == 404
    factories.sign_in(client, factories.operator())
    assert "Delete their photo" in client.get(f"/operator/people/{nurse.pk}/").content.decode()
    client.post(f"/operator/people/{nurse.pk}/photo/remove/")
    assert Person.objects.get(pk=nurse.pk).photo is None


def test_what_comes_to_nothing_leaves_files_that_a_sweep_removes(nurse):
    with transaction.atomic():
        put_on(nurse)
        transaction.set_rollback(True)
    kept = put_on(factories.person()).photo.key
    assert len(keys()) == 2
    assert remove_what_nothing_shows() == 0, "their transaction may not be over"
    with clock.at(clock.now() + timedelta(hours=2)):
        assert remove_what_nothing_shows() == 1
    assert keys() == [kept]


def test_one_that_is_deleted_meanwhile_or_cannot_be_removed_keeps_no_other_from_the_sweep(nurse, monkeypatch, folder):
    with transaction.atomic():
        for colour in ((1, 1, 1), (2, 2, 2), (3, 3, 3)):
            put_on(factories.person(), colour=colour)
        transaction.set_rollback(True)
    gone, odd, left = sorted(keys())
    (folder / "pictures" / odd / "a folder of somebody's").mkdir()
    asked = default_storage.get_modified_time

    def deleted_a_moment_ago(name):
        if gone in name:
            raise FileNotFoundError
        return asked(name)

    monkeypatch.setattr(default_storage, "get_modified_time", deleted_a_moment_ago)
    with clock.at(clock.now() + timedelta(hours=2)):
        assert remove_what_nothing_shows() == 1
    assert left not in keys()


def test_doctor_says_when_a_picture_has_no_file(nurse, folder):
    def found():
        return [(each.well, each.words) for each in health.examine() if each.about == "Pictures"]

    assert found() == []
    picture = put_on(nurse).photo
    assert found()[0][0]
    default_storage.delete(f"pictures/{picture.key}/{picture.width}.webp")
    well, words = found()[0]
    assert not well
    assert "1 of 1" in words


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/x/96.webp",
        "/pictures/{key}/97.webp",
        "/pictures/{key}/96.svg",
        "/pictures/{key}/96.png",
        "/pictures/{key}/40000.webp",
        "/pictures/{key}/99999999999999999999.webp",
    ],
)
def test_no_other_copy_is_there(client, nurse, address):
    assert client.get(address.format(key=put_on(nurse).photo.key)).status_code == 404


def test_a_photo_stands_wherever_its_person_is_named(client, nurse):
    """To colleagues, to the author of the story and to those who run Heard; initials until there is one."""
    answer = answered_by(nurse)
    story, colleague = answer.story, factories.member(of=answer.organisation)
    author, at_work, operator = (Client() for _ in range(3))
    session = author.session
    session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
    session.save()
    factories.sign_in(at_work, colleague)
    factories.sign_in(operator, factories.operator())
    pages = {
        "my story": (author, "/my-story/"),
        "replying": (author, f"/my-story/reply/{answer.pk}/"),
        "the inbox": (at_work, f"/inbox/stories/{story.pk}/"),
        "members": (at_work, "/organisation/members/"),
        "an operator's list of members": (operator, f"/operator/organisations/{answer.organisation_id}/members/"),
    }
    for name, (who, path) in pages.items():
        assert not addresses(who.get(path)), name
    key = put_on(nurse).photo.key
    for name, (who, path) in pages.items():
        assert f"/pictures/{key}/96.webp" in addresses(who.get(path)), name

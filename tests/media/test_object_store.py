"""An object store in place of the folder: moto's server, which speaks S3 over HTTP as a real one does."""

from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command

from heard.core import clock, health
from heard.core.actors import SystemActor
from heard.core.errors import NotAcceptable
from heard.media.actions.pictures import keep_picture, let_go, remove_what_nothing_shows
from heard.media.models import Picture
from heard.media.presenters import picture_html
from heard.media.rules.drawing import copies
from heard.media.rules.storing import place_of, storage_of
from tests.media.drawing import drawn

ME = SystemActor("test")


@pytest.mark.parametrize(
    ("url", "options"),
    [
        (
            "s3://key:se%2Fcret@objects.example:9000/heard/live?region=eu-west-2",
            {
                "access_key": "key",
                "secret_key": "se/cret",
                "bucket_name": "heard",
                "location": "live",
                "region_name": "eu-west-2",
                "endpoint_url": "https://objects.example:9000",
                "addressing_style": "path",
            },
        ),
        ("s3:///heard", {"bucket_name": "heard", "location": "", "region_name": None}),
    ],
    ids=["anyone's", "Amazon's, with what the machine may do"],
)
def test_an_address_says_where_the_store_is_and_what_opens_it(url, options):
    assert storage_of(url)["OPTIONS"] == options
    assert "cret" not in place_of(storage_of(url))


@pytest.mark.parametrize("url", ["https://objects.example/heard", "s3://objects.example", "s3://k:s@h/b?regoin=x"])
def test_an_address_that_is_none_is_refused_in_words(url):
    with pytest.raises(ValueError, match="MEDIA_STORAGE_URL"):
        storage_of(url)


@pytest.fixture(scope="module")
def server():
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(port=0, verbose=False)
    running.start()
    yield "{}:{}".format(*running.get_host_and_port())
    running.stop()


@pytest.fixture
def bucket(server, settings):
    given = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "eu-west-2"}
    found = boto3.resource("s3", endpoint_url=f"http://{server}", **given).Bucket("heard")
    found.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    settings.STORAGES = settings.STORAGES | {"default": storage_of(f"s3://key:secret@{server}/heard/live?region=eu-west-2&tls=0")}
    yield found
    found.objects.delete()
    found.delete()


def kept(**more):
    return keep_picture(copies=copies(drawn("JPEG", (400, 200), **more)), alt="A slope", by=ME)


def said_by_doctor():
    return [(each.well, each.words) for each in health.examine() if each.about == "Pictures"]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_picture_is_put_there_read_looked_at_and_removed(bucket, client, django_capture_on_commit_callbacks):
    picture = kept()
    names = sorted(each.key for each in bucket.objects.all())
    assert names == sorted(f"live/pictures/{picture.key}/{width}.{ending}" for width in (96, 320, 400) for ending in ("webp", "jpg"))
    copy = client.get(picture_html(picture.key).split('srcset="')[1].split()[0])
    assert (copy.status_code, copy["Content-Type"]) == (200, "image/webp")
    ((well, words),) = said_by_doctor()
    assert well
    assert "“heard/live”" in words
    assert "secret" not in words
    with django_capture_on_commit_callbacks(execute=True):
        let_go(picture_id=picture.pk, by=ME)
    assert not list(bucket.objects.all())


@pytest.mark.slow
@pytest.mark.django_db
def test_doctor_says_what_is_missing_and_the_sweep_removes_what_nothing_shows(bucket, client, django_capture_on_commit_callbacks):
    lost, orphan, whole = kept(), kept(colour=(1, 1, 1)), kept(colour=(2, 2, 2))
    bucket.Object(f"live/pictures/{lost.key}/400.jpg").delete()
    Picture.objects.filter(pk=orphan.pk).delete()
    ((well, words),) = said_by_doctor()
    assert not well
    assert words.startswith("1 of 2")
    assert client.get(f"/pictures/{lost.key}/400.jpg").status_code == 404
    assert remove_what_nothing_shows() == 0, "their transaction may not be over"
    with clock.at(clock.now() + timedelta(hours=2)):
        assert remove_what_nothing_shows() == 1
    with django_capture_on_commit_callbacks(execute=True):
        call_command("drop_lost_pictures")
    assert {each.key.split("/")[2] for each in bucket.objects.all()} == {whole.key}
    assert said_by_doctor()[0][0]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_store_that_is_away_or_closed_to_us_is_said_and_breaks_no_page(bucket, server, settings, client):
    picture = kept()
    for url in (f"s3://key:secret@{server}/no-such-bucket?region=eu-west-2&tls=0", "s3://key:secret@127.0.0.1:9/heard?tls=0&region=x"):
        settings.STORAGES = settings.STORAGES | {"default": storage_of(url)}
        with pytest.raises(NotAcceptable, match="can’t store your picture"):
            kept()
        assert client.get(f"/pictures/{picture.key}/400.jpg").status_code == 404
        ((well, words),) = said_by_doctor()
        assert not well
        assert "can’t be looked at" in words
        with pytest.raises(CommandError):
            call_command("drop_lost_pictures")
    assert Picture.objects.count() == 1
    assert storages["default"] is default_storage._wrapped

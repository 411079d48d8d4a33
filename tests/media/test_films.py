"""A film: sent, prepared, described, published, taken down and deleted. Its words come first, and nothing of it is public before."""

import shutil
import time
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heard.config.bridge import Rules
from heard.core import clock, health, uploads
from heard.core.errors import ChangedSince, NotAcceptable, WrongState
from heard.media import gateways
from heard.media.actions import films
from heard.media.models import Film, FilmState
from heard.media.presenters import film_html
from heard.media.rules.captions import MOST_CUES, Cue, read
from heard.media.rules.films import MOST_OF_A_TRANSCRIPT, paragraphs
from heard.pages.actions.publishing import publish_text
from heard.pages.actions.writing import write_page
from tests import factories
from tests.factories import TESTS
from tests.media.filming import filmed

pytestmark = pytest.mark.django_db
CAPTIONS = """WEBVTT

00:00.000 --> 00:01.000
<v Rowan>We waited an hour.

00:01.000 --> 00:02.000
<v Joy>Now there is a board.
"""
OVERLAPPING = CAPTIONS.replace("00:01.000 --> 00:02.000", "00:00.500 --> 00:02.000")
WORDS = {"title": "The board", "language": "en-gb", "captions": CAPTIONS, "transcript": "", "seen": "words"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Files of each kind, made once."""
    place = tmp_path_factory.mktemp("films")

    @cache
    def make(ending, **more):
        path = place / f"{len(list(place.iterdir()))}.{ending}"
        if ending == "webm":
            more = {"picture": "libvpx", "sound": "libopus"} | more
        filmed(path, **more)
        return path

    return make


@pytest.fixture
def editor(client):
    found = factories.person(name="Ed Itor", roles=["editor"])
    factories.sign_in(client, found)
    return found


def taken(path):
    with path.open("rb") as file:
        return films.take_film(file=File(file), by=TESTS)


def prepared(path, run_jobs):
    film = taken(path)
    run_jobs()
    film.refresh_from_db()
    return film


def described(film, **more):
    return films.describe_film(film_id=film.pk, version=film.version, **WORDS | more, by=TESTS)


def published(path, run_jobs, **more):
    return films.publish_film(film_id=described(prepared(path, run_jobs), **more).pk, by=TESTS)


def names(film):
    return sorted(each.name for each in gateways.film_file(film.key, "").iterdir())


def send(client, path, name=None):
    address = reverse("pages:send_film", kwargs={"permit": uploads.permit()})
    return client.post(address, {"film": SimpleUploadedFile(name or path.name, path.read_bytes())})


def test_an_editor_sends_a_film_writes_its_words_and_publishes_it(client, editor, made, run_jobs, django_capture_on_commit_callbacks):
    assert "no films yet" in client.get("/editing/films/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page = send(client, made("mp4")).url
        assert "looking at the film" in client.get(page).content.decode()
        run_jobs()
    film = Film.objects.get()
    assert (film.state, film.ending, film.has_sound, film.width, film.height) == ("ready", "mp4", True, 320, 180)
    assert names(film) == ["film.mp4", "poster.jpg"]
    shown = client.get(page).content.decode()
    assert "Add captions for people who can’t hear the film" in shown
    assert "/publish/" not in shown
    assert film_html(film.key) is None

    assert client.post(page, WORDS | {"version": film.version}).url == page
    film.refresh_from_db()
    assert film.transcript == "Rowan: We waited an hour.\n\nJoy: Now there is a board."
    assert "Before you can publish" not in client.get(page).content.decode()
    assert client.post(f"{page}publish/").url == page
    client.logout()
    told = client.get(f"/films/{film.key}/").content.decode()
    assert "The board" in told
    assert "Film, 2 seconds" in told
    assert 'preload="none"' in told
    assert "<track" in told
    assert "We waited an hour." in told
    for ending, kind in (("mp4", "video/mp4"), ("jpg", "image/jpeg"), ("vtt", "text/vtt; charset=utf-8")):
        assert client.get(f"/films/{film.key}.{ending}")["Content-Type"] == kind
    for ending in ("webm", "svg", "arrived"):
        assert client.get(f"/films/{film.key}.{ending}").status_code == 404


def test_the_page_of_a_film_is_one_statement_and_not_sent_again_until_its_words_change(client, made, run_jobs, django_assert_num_queries):
    film = published(made("webm"), run_jobs)
    page = f"/films/{film.key}/"
    seen = client.get(page)
    assert seen["Cache-Control"] == "public, max-age=0, must-revalidate"
    with django_assert_num_queries(1):
        assert client.get(page).status_code == 200
    assert client.get(page, headers={"If-None-Match": seen["ETag"]}).status_code == 304
    film.refresh_from_db()
    films.describe_film(film_id=film.pk, version=film.version, **WORDS | {"title": "Another board"}, by=TESTS)
    assert "Another board" in client.get(page, headers={"If-None-Match": seen["ETag"]}).content.decode()


def test_a_film_is_watched_by_editors_alone_until_it_is_published_and_again_once_it_is_taken_down(client, editor, made, run_jobs):
    film = prepared(made("webm"), run_jobs)
    page = client.get(f"/editing/films/{film.key}/").content.decode()
    address = page.split('src="')[page.split('src="').index(next(e for e in page.split('src="') if e.startswith("/films/")))].split('"')[0]
    assert f"{film.key}.webm?preview=" in address
    client.logout()
    seen = client.get(address)
    assert seen.status_code == 200
    assert seen["Cache-Control"] == "private, no-store"
    plain = f"/films/{film.key}.webm"
    assert client.get(plain).status_code == 404
    assert client.get(f"{plain}?preview=:1:x").status_code == 404
    films.publish_film(film_id=described(film).pk, by=TESTS)
    assert client.get(plain).status_code == 200
    films.withdraw_film(film_id=film.pk, by=TESTS)
    for gone in (plain, f"/films/{film.key}.jpg", f"/films/{film.key}.vtt", f"/films/{film.key}/"):
        assert client.get(gone).status_code == 404
    assert film_html(film.key) is None


def test_a_film_without_sound_says_so_and_needs_a_transcript_but_no_captions(made, run_jobs):
    film = prepared(made("mp4", sound=None), run_jobs)
    assert not film.has_sound
    film = described(film, captions="")
    with pytest.raises(NotAcceptable, match="transcript"):
        films.publish_film(film_id=film.pk, by=TESTS)
    film = described(film, captions="", transcript="A hand writes a number on a board.")
    films.publish_film(film_id=film.pk, by=TESTS)
    shown = film_html(film.key)
    assert "Film without sound" in shown
    assert "<track" not in shown


@pytest.mark.parametrize(
    ("lacks", "said"),
    [({"captions": "", "transcript": "Words."}, "captions"), ({"seen": ""}, "can’t see"), ({"title": ""}, "title")],
    ids=["no captions", "nothing for those who can't see", "no title"],
)
def test_nothing_is_published_without_its_words(made, run_jobs, lacks, said):
    film = described(prepared(made("mp4"), run_jobs), **lacks)
    with pytest.raises(NotAcceptable, match=said):
        films.publish_film(film_id=film.pk, by=TESTS)
    films.describe_film(film_id=film.pk, version=film.version, **WORDS, by=TESTS)
    film = films.publish_film(film_id=film.pk, by=TESTS)
    with pytest.raises(NotAcceptable, match=said):
        described(film, **lacks)


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("film.mp4", "webm", "webm"),
        ("film.txt", "mp4", "mp4"),
    ],
    ids=["a WebM called mp4", "an MP4 called txt"],
)
def test_what_a_film_is_is_told_by_its_content(client, editor, made, run_jobs, name, content, ending):
    send(client, made(content), name=name)
    run_jobs()
    assert Film.objects.get().ending == ending


def test_a_film_that_cannot_be_shown_says_why_and_what_to_do(client, editor, made, run_jobs, tmp_path, django_capture_on_commit_callbacks):
    letter = tmp_path / "film.mp4"
    letter.write_text("this is a letter " * 100)
    for path, said in ((letter, "isn’t an MP4 or WebM"), (made("mp4", picture="mpeg4"), "Export it as “MP4 (H.264)”")):
        with django_capture_on_commit_callbacks(execute=True):
            page = send(client, path).url
            run_jobs()
        film = Film.objects.latest("pk")
        assert film.state == FilmState.REFUSED
        assert not gateways.film_file(film.key, "").exists()
        shown = client.get(page).content.decode()
        assert said in shown
        assert "Add another film" in shown
        assert client.post(page, WORDS | {"version": 1}).status_code == 422
        assert client.post(f"{page}delete/").url == "/editing/films/"
        assert client.get(page).status_code == 404


def test_each_mistake_in_captions_is_said_with_its_line_and_everything_is_kept(client, editor, made, run_jobs):
    film = prepared(made("mp4"), run_jobs)
    page = f"/editing/films/{film.key}/"
    answer = client.post(page, WORDS | {"version": film.version, "captions": OVERLAPPING, "transcript": "Typed by hand."})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Line 6: This caption starts before the one above it has ended" in said
    assert "Typed by hand." in said
    assert "00:00.500 --&gt; 00:02.000" in said
    sent = SimpleUploadedFile("captions.vtt", OVERLAPPING.encode())
    answer = client.post(page, WORDS | {"version": film.version, "captions": "", "captions_file": sent})
    assert answer.status_code == 422
    assert "00:00.500 --&gt; 00:02.000" in answer.content.decode(), "what is in the file stands in the box"
    sent = SimpleUploadedFile("captions.vtt", CAPTIONS.encode())
    assert client.post(page, WORDS | {"version": film.version, "captions": "x", "captions_file": sent}).status_code == 302
    film.refresh_from_db()
    assert "<v Rowan>" in film.captions


def test_of_two_editors_the_second_sees_what_the_first_wrote_and_loses_nothing(client, editor, made, run_jobs):
    film = prepared(made("mp4"), run_jobs)
    page = f"/editing/films/{film.key}/"
    seen = film.version
    now = described(film, transcript="Written by the first.").version
    with pytest.raises(ChangedSince):
        films.describe_film(film_id=film.pk, version=seen, **WORDS, by=TESTS)
    answer = client.post(page, WORDS | {"version": seen, "transcript": "Written by the second."})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Someone changed this since you opened it" in said
    assert "Written by the first." in said
    assert "Written by the second." in said
    assert f'name="version" value="{now}"' in said
    assert client.post(page, WORDS | {"version": now, "transcript": "Written by the second."}).status_code == 302


def test_a_transcript_that_nobody_rewrote_follows_its_captions(client, editor, made, run_jobs):
    film = described(prepared(made("mp4"), run_jobs))
    assert "Rowan: We waited an hour." in film.transcript
    sent = {"captions": film.captions.replace("an hour", "two hours"), "transcript": film.transcript}
    as_a_browser_does = {name: words.replace("\n", "\r\n") for name, words in sent.items()}
    client.post(f"/editing/films/{film.key}/", WORDS | as_a_browser_does | {"version": film.version})
    film.refresh_from_db()
    assert "Rowan: We waited two hours." in film.transcript
    film = described(film, transcript="Rewritten by hand.", captions=CAPTIONS.replace("an hour", "three hours"))
    assert film.transcript == "Rewritten by hand."


def test_buttons_pressed_twice_do_it_once(client, editor, made, run_jobs):
    film = prepared(made("mp4"), run_jobs)
    page = f"/editing/films/{film.key}/"
    assert "Read the transcript" not in client.get(page).text, "there is none yet"
    sent = WORDS | {"version": film.version, "signs": ""}
    assert [client.post(page, sent).status_code for _press in range(2)] == [302, 302]
    for button, said in (("publish", "Published. Anyone can watch it now."), ("take-down", "Taken down.")):
        client.post(f"{page}{button}/")
        assert said in client.post(f"{page}{button}/", follow=True).text
    film.refresh_from_db()
    assert [each.name for each in film.moves.order_by("pk")][-3:] == ["describe", "publish", "withdraw"]


@pytest.mark.parametrize("button", ["publish", "take-down", "delete"])
def test_an_address_of_a_button_that_is_opened_leads_to_the_page_of_the_film(client, editor, made, run_jobs, button):
    film = prepared(made("mp4"), run_jobs)
    answer = client.get(f"/editing/films/{film.key}/{button}/")
    assert answer.status_code == 405
    assert f'href="/editing/films/{film.key}/"' in answer.text


def test_a_worker_that_was_killed_in_between_does_it_again(made, run_jobs, monkeypatch):
    film = taken(made("mp4"))

    class Killed(BaseException):
        pass

    def killed(path):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("heard.media.rules.filming.poster", killed)
        with pytest.raises(Killed):
            films.prepare_film(film_id=film.pk, by=TESTS)
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING
    films.prepare_film(film_id=film.pk, by=TESTS)
    films.prepare_film(film_id=film.pk, by=TESTS)
    film.refresh_from_db()
    assert film.state == FilmState.READY
    assert [each.name for each in film.moves.order_by("pk")] == ["take", "prepare"]


def full(monkeypatch, free=1000):
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)


def test_a_disk_that_is_full_takes_no_film_and_keeps_none_that_came_half(client, editor, made, folder, monkeypatch):
    full(monkeypatch)
    answer = send(client, made("mp4"))
    assert answer.status_code == 422
    assert "There’s no room for this film" in answer.content.decode()
    assert not Film.objects.exists()
    assert [each for each in folder.rglob("*") if each.is_file()] == []


def test_a_film_waits_until_there_is_room_to_prepare_it(made, run_jobs, monkeypatch):
    film = taken(made("mp4"))
    with monkeypatch.context() as patched:
        full(patched)
        with pytest.raises(OSError, match="No space left"):
            films.prepare_film(film_id=film.pk, by=TESTS)
    film.refresh_from_db()
    assert film.state == FilmState.PREPARING
    films.prepare_film(film_id=film.pk, by=TESTS)


def test_a_film_that_is_too_large_is_refused_with_what_to_do(client, editor, made, settings):
    settings.LARGEST_FILM = 1000
    answer = send(client, made("mp4"))
    assert answer.status_code == 422
    assert "must be smaller than" in answer.content.decode()
    assert not Film.objects.exists()


def test_nothing_large_is_taken_without_a_permit(tmp_path, settings):
    rules = Rules(limit=settings.BODY_LIMIT, limits=settings.BODY_LIMITS, folder=tmp_path, admits=uploads.admits)
    assert rules.limit_of("", f"/editing/films/add/{uploads.permit()}/") > settings.LARGEST_FILM
    assert rules.limit_of("", "/editing/films/add/x/") == settings.BODY_LIMIT
    assert rules.limit_of("", "/editing/films/key/") == settings.BODY_LIMIT
    assert uploads.admits("/account/photo/")
    assert uploads.admits(f"/editing/films/add/{uploads.permit()}/")
    for other in ("", "x/", ":1:x/", "../"):
        assert not uploads.admits(f"/editing/films/add/{other}")


def test_no_film_was_chosen(client, editor):
    page = client.post("/editing/films/add/", {})
    assert page.status_code == 422
    assert "Choose a film" in page.content.decode()


def test_films_are_for_editors(client, made, run_jobs):
    film = prepared(made("mp4"), run_jobs)
    factories.sign_in(client, factories.person())
    for page in ("/editing/films/", "/editing/films/add/", f"/editing/films/{film.key}/"):
        assert client.get(page).status_code == 404
    assert send(client, made("mp4")).status_code == 404
    assert client.post(f"/editing/films/{film.key}/delete/").status_code == 404


def test_the_sign_language_version_stands_behind_a_link_on_the_other_and_leads_back(client, made, run_jobs):
    film = published(made("mp4"), run_jobs)
    signed = published(made("webm"), run_jobs, title="The board, in BSL", signs_id=film.pk)
    assert f'href="/films/{signed.key}/"' in film_html(film.key)
    assert f'data-film-other="/films/{signed.key}.webm"' in film_html(film.key)
    assert "Watch without sign language" in film_html(signed.key)
    films.withdraw_film(film_id=signed.pk, by=TESTS)
    assert "sign language" not in film_html(film.key)
    third = prepared(made("mp4"), run_jobs)
    for wrong in (film.pk, signed.pk, third.pk, 0):
        with pytest.raises(NotAcceptable):
            described(third, signs_id=wrong)


def test_a_page_shows_a_film_while_it_is_published(client, made, run_jobs):
    factories.region()
    film = published(made("mp4"), run_jobs)
    page = write_page(kind="help", path="help/boards", title="Boards", source=f"Watch it.\n\n::: film {film.key}\n", by=TESTS)
    publish_text(text_id=page.text_id, number=page.number, by=TESTS)

    def shown():
        run_jobs()
        return client.get("/help/boards/").content.decode()

    assert f'src="/films/{film.key}.mp4"' in shown()
    assert "We waited an hour." in shown()
    film.refresh_from_db()
    described(film, title="The other board")
    assert "The other board" in shown()
    films.withdraw_film(film_id=film.pk, by=TESTS)
    assert film.key not in shown()
    assert "Watch it." in shown()
    films.publish_film(film_id=film.pk, by=TESTS)
    assert f'src="/films/{film.key}.mp4"' in shown()


def test_a_deleted_film_leaves_no_file_and_no_words(made, run_jobs, django_capture_on_commit_callbacks):
    film = described(prepared(made("mp4"), run_jobs))
    with django_capture_on_commit_callbacks(execute=True):
        films.delete_film(film_id=film.pk, by=TESTS)
    film.refresh_from_db()
    assert (film.captions, film.transcript) == ("", "")
    assert not gateways.film_file(film.key, "").exists()
    with pytest.raises(WrongState):
        described(film)
    shown = published(made("mp4"), run_jobs)
    with pytest.raises(WrongState):
        films.delete_film(film_id=shown.pk, by=TESTS)


def test_what_no_film_has_is_swept_away_and_what_one_has_stays(made, run_jobs, folder, django_capture_on_commit_callbacks):
    film = prepared(made("mp4"), run_jobs)
    waiting = taken(made("mp4"))
    lost = gateways.film_file("z" * 32, "film.mp4")
    lost.parent.mkdir()
    lost.write_bytes(b"x")
    uploads.arriving().mkdir()
    half = uploads.arriving() / "half.upload"
    half.write_bytes(b"x")
    assert films.remove_what_no_film_has() == 0, "it may still be arriving"
    with clock.at(clock.now() + timedelta(days=2)):
        assert films.remove_what_no_film_has() == 2
    assert not lost.exists()
    assert not half.exists()
    assert names(waiting) == ["arrived"]
    assert names(film) == ["film.mp4", "poster.jpg"]


def test_doctor_says_when_a_film_has_lost_its_file(made, run_jobs):
    def found():
        return [(each.well, each.words) for each in health.examine() if each.about == "Films"]

    assert found() == []
    film = prepared(made("mp4"), run_jobs)
    assert found()[0][0]
    gateways.film_file(film.key, "film.mp4").unlink()
    assert found()[0] == (False, f"1 of 1 have no file in {gateways.film_file('', '').parent}: bring that folder back from a backup")


def test_a_paragraph_of_the_transcript_knows_where_it_begins_unless_someone_rewrote_it():
    cues = read(CAPTIONS).cues
    found = paragraphs("Rowan: We waited an hour.\n\nA nurse walks by.\n\nJoy: Now there is a board. It helps.", cues)
    assert [(each.who, each.words, each.seconds) for each in found] == [
        ("Rowan", "We waited an hour.", 0.0),
        ("", "A nurse walks by.", None),
        ("Joy", "Now there is a board. It helps.", 1.0),
    ]


def test_a_film_that_is_lost_before_it_is_prepared_is_refused_and_not_tried_for_ever(made):
    film = taken(made("mp4"))
    Path(gateways.film_file(film.key, gateways.ARRIVED)).unlink()
    films.prepare_film(film_id=film.pk, by=TESTS)
    film.refresh_from_db()
    assert film.state == FilmState.REFUSED


def test_the_longest_transcript_finds_its_place_in_the_longest_captions_within_a_second():
    cues = [Cue(at, at + 1, f"Said {at}.") for at in range(MOST_CUES)]
    began = time.process_time()
    found = paragraphs("a\n\n" * (MOST_OF_A_TRANSCRIPT // 3) + "Said 4321.", cues)
    assert time.process_time() - began < 3  # seconds of a processor, on a busy machine; alone it takes a tenth of that
    assert found[-1].seconds == 4.321
    assert {each.seconds for each in found[:-1]} == {None}

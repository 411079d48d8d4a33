"""A film is sent by the web server itself, in parts: nobody who watches holds a thread that others need."""

import pytest

from tests.web.conftest import request

WHOLE = bytes(range(251)) * 40_000
"""More than any buffer between here and a visitor holds."""
SIZE = len(WHOLE)
MANY = 40
"""More than the threads of all web processes together, on any machine."""


@pytest.fixture(scope="module")
def film(web):
    (web.said_in.parent / "film.mp4").write_bytes(WHOLE)
    return web


def said(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


PARTS = {
    "bytes=0-0": (0, 1),
    "bytes=-1": (SIZE - 1, SIZE),
    "bytes=100-1000099": (100, 1_000_100),
    f"bytes={SIZE - 5}-": (SIZE - 5, SIZE),
    "bytes=0-": (0, SIZE),
}


@pytest.mark.parametrize("asked", PARTS)
def test_a_part_comes_as_it_was_asked_for(film, asked):
    start, end = PARTS[asked]
    status, headers, body = said(film.get("/film/", Range=asked))
    assert (status, headers["content-range"], headers["content-length"]) == (206, f"bytes {start}-{end - 1}/{SIZE}", str(end - start))
    assert headers["content-type"] == "video/mp4"
    assert body == WHOLE[start:end]


def test_the_whole_comes_whole(film):
    status, headers, body = said(film.get("/film/"))
    assert (status, headers["content-length"], headers["accept-ranges"]) == (200, str(SIZE), "bytes")
    assert body == WHOLE
    assert said(film.get("/film/", Range="bytes=0-1,5-9"))[2] == WHOLE


def test_past_the_end_there_is_nothing(film):
    status, headers, body = said(film.get("/film/", Range=f"bytes={SIZE}-"))
    assert (status, headers["content-range"], body) == (416, f"bytes */{SIZE}", b"")


def test_head_says_how_long_it_is(film):
    status, headers, body = said(film.ask(request("HEAD", "/film/", Connection="close", Range="bytes=0-0")))
    assert (status, headers["content-length"], headers["accept-ranges"], body) == (200, str(SIZE), "bytes", b"")


def test_several_parts_one_after_the_other_on_one_line(film):
    first, last = request("GET", "/film/", Range="bytes=0-9"), request("GET", "/film/", Range="bytes=10-19", Connection="close")
    answers = film.ask(first + last)
    assert answers.count(b"206 Partial Content") == 2
    assert WHOLE[:10] in answers
    assert answers.endswith(WHOLE[10:20])


def test_many_who_watch_slowly_stop_nobody_and_take_no_room(film):
    slow = [film.open(request("GET", "/film/", Connection="close"), small_window=True) for _ in range(MANY)]
    assert all(each.recv(1) == b"H" for each in slow)
    assert said(film.get("/echo/"))[0] == 200
    assert film.waiting_on_disk() == 0
    for each in slow:
        each.close()
    assert said(film.get("/film/", Range="bytes=0-0"))[0] == 206


def test_a_film_that_is_gone(film):
    path = film.said_in.parent / "film.mp4"
    path.rename(path.with_suffix(".gone"))
    assert said(film.get("/film/", Range="bytes=0-0"))[0] == 404
    path.with_suffix(".gone").rename(path)

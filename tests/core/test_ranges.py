"""Parts of a file, as players of films ask for them."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from heard.core.ranges import ranged

WHOLE = bytes(range(256)) * 4
SIZE = len(WHOLE)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("ranges") / "film.mp4"
    path.write_bytes(WHOLE)
    return path


def asked(path, method="GET", **headers):
    request = RequestFactory().generic(method, "/film/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    return ranged(request, path=path, content_type="video/mp4")


def content(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-1", 0, 2),
        ("bytes=-1", SIZE - 1, SIZE),
        ("bytes=-5000", 0, SIZE),
        ("bytes=100-199", 100, 200),
        ("bytes=1000-", 1000, SIZE),
        ("bytes=0-", 0, SIZE),
        ("bytes=0-999999999999999999", 0, SIZE),
        (f"bytes={SIZE - 1}-{SIZE - 1}", SIZE - 1, SIZE),
        ("Bytes=0-0", 0, 1),
        (" bytes=0-0 ", 0, 1),
    ],
)
def test_a_part(film, said, start, end):
    response = asked(film, Range=said)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response["Content-Length"] == str(end - start)
    assert response["Content-Type"] == "video/mp4"
    assert content(response) == WHOLE[start:end]


@pytest.mark.parametrize("said", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=999999999999999999-", "bytes=-0"])
def test_a_part_that_is_not_there(film, said):
    response = asked(film, Range=said)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert content(response) == b""


NO_PART = [
    *(None, "", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,5-9", "bytes=0-0,", "bytes= 0-1", "bytes=٠-١"),
    *("bytes=+0-1", "items=0-1", "bytes=0x0-1", "bytes=0.5-1", "bytes=--1", "bytes=1-2-3", f"bytes={'9' * 5000}-"),
]


@pytest.mark.parametrize("said", NO_PART)
def test_whatever_else_is_asked_for_is_answered_with_the_whole(film, said):
    response = asked(film, **({} if said is None else {"Range": said}))
    assert (response.status_code, content(response)) == (200, WHOLE)
    assert response["Accept-Ranges"] == "bytes"
    assert not response.has_header("Content-Range")


def test_head_says_how_long_it_is_and_nothing_of_parts(film):
    for headers in ({}, {"Range": "bytes=0-0"}, {"Range": f"bytes={SIZE}-"}):
        response = asked(film, "HEAD", **headers)
        assert (response.status_code, response["Content-Length"], content(response)) == (200, str(SIZE), b"")
        assert response["Accept-Ranges"] == "bytes"
        assert not response.has_header("Content-Range")


def test_a_part_of_another_edition_is_not_sent(film):
    etag = asked(film)["ETag"]
    assert asked(film, Range="bytes=0-0", If_Range=etag).status_code == 206
    for other in ('"another"', f"W/{etag}", "Sun, 29 Nov 2026 12:00:00 GMT", "", "*"):
        assert asked(film, Range="bytes=0-0", If_Range=other).status_code == 200
    assert asked(film, Range=f"bytes={SIZE}-", If_Range='"another"').status_code == 200


def test_what_the_browser_has_already_is_not_sent_again(film):
    etag = asked(film)["ETag"]
    response = asked(film, Range="bytes=0-0", If_None_Match=etag)
    assert (response.status_code, response["ETag"], content(response)) == (304, etag, b"")
    assert asked(film, Range="bytes=0-0", If_Match='"another"').status_code == 412


def test_another_edition_has_another_mark_and_neither_says_when_it_was_made(film, tmp_path):
    second = tmp_path / "film.mp4"
    second.write_bytes(WHOLE)
    assert asked(second)["ETag"] != asked(film)["ETag"]
    assert asked(film)["ETag"] == asked(film)["ETag"]
    assert not asked(film).has_header("Last-Modified")
    assert f"{film.stat().st_mtime_ns:x}" not in asked(film)["ETag"]


def test_a_file_with_nothing_in_it(tmp_path):
    empty = tmp_path / "film.mp4"
    empty.write_bytes(b"")
    assert (asked(empty).status_code, asked(empty)["Content-Length"]) == (200, "0")
    assert asked(empty, Range="bytes=0-").status_code == 416
    assert asked(empty, Range="bytes=-1").status_code == 416


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Http404):
        asked(tmp_path / "nothing.mp4")

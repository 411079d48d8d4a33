"""Strangers at the door: whoever sends or reads slowly, wrongly or not to the end holds nothing that others need."""

import json
import signal
import socket

import pytest

from tests.launch.processes import wait_for
from tests.web.conftest import read_all, request
from tests.web.urls import LONG

MANY = 40
"""More than the threads of all web processes together, on any machine."""


def said(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode("latin-1").lower(), body


def test_many_slow_senders_stop_nobody(web):
    slow = [web.open(request("POST", "/echo/", b"words=", Content_Length=1000)) for _ in range(MANY)]
    assert said(web.get("/echo/"))[0] == 200
    for each in slow:
        status, _, body = said(read_all(each))
        assert status == 408
        assert "didn’t arrive in time".encode() in body


def test_many_slow_readers_stop_nobody_and_are_left_in_the_end(web):
    slow = [web.open(request("GET", "/long/"), small_window=True) for _ in range(MANY)]
    assert all(each.recv(1) == b"H" for each in slow)
    assert said(web.get("/echo/"))[0] == 200
    assert web.waiting_on_disk() >= MANY
    wait_for(lambda: web.waiting_on_disk() == 0)
    assert said(web.get("/echo/"))[0] == 200


def test_slow_first_lines_stop_nobody(web):
    for _ in range(MANY):
        web.open(b"POST /echo/ HTTP/1.1\r\nHost: local")
    assert said(web.get("/echo/"))[0] == 200


def test_a_body_that_keeps_coming_is_waited_for(web):
    connection = web.open(request("POST", "/echo/", Content_Length=600_000, Connection="close"))
    for _ in range(6):
        connection.sendall(b"x" * 100_000)
        wait_for(lambda: said(web.get("/echo/"))[0] == 200)
    assert json.loads(said(read_all(connection))[2])["length"] == 600_000


def test_a_long_answer_comes_whole(web):
    status, _, body = said(web.get("/long/"))
    assert status == 200
    assert body.count(b"x") == LONG


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/echo/", 2_500_000, 200), ("/echo/", 2_500_001, 413), ("/echo/", 40_000_000, 413), ("/echo/files/", 2_500_000, 200)],
)
def test_a_body_is_taken_up_to_the_limit_of_its_page(web, path, size, status):
    connection = web.open(request("POST", path, Content_Length=size, Connection="close"))
    try:
        connection.sendall(b"x" * size)
    except ConnectionError:
        assert size > 25_000_000
        return
    found, _, body = said(read_all(connection))
    assert found == status
    assert status == 200 or b"too long for this page" in body


def test_a_file_is_taken_from_somebody_who_is_signed_in(web):
    body = b"x" * 5_000_000
    answer = web.ask(request("POST", "/echo/files/", body, Content_Length=len(body), Cookie="look=dark; heard=abc", Connection="close"))
    assert json.loads(said(answer)[2])["length"] == len(body)


def test_a_file_of_somebody_who_is_not_signed_in_is_not_kept_and_they_are_sent_to_sign_in(web):
    body = b"x" * 5_000_000
    status, head, _ = said(web.ask(request("POST", "/echo/files/", body, Content_Length=len(body), Cookie="look=dark", Connection="close")))
    assert status == 302
    assert "/account/login/?ended=1&next=/echo/files/" in head


def test_a_body_that_is_announced_as_too_long_is_refused_before_it_is_sent(web):
    answer = web.ask(request("POST", "/echo/", Content_Length=9_000_000, Expect="100-continue", Connection="close"))
    assert b"100 Continue" not in answer
    assert said(answer)[0] == 413


def test_a_photograph_of_40_mb_is_refused_before_it_is_sent_and_its_sender_told_why(web):
    announced = {"Content_Length": 40_000_000, "Expect": "100-continue", "Cookie": "heard=abc", "Connection": "close"}
    status, _, body = said(web.ask(request("POST", "/echo/files/", **announced)))
    assert status == 413
    assert b"That file is too large" in body


def test_a_body_that_is_announced_is_asked_for(web):
    connection = web.open(request("POST", "/echo/", Content_Length=5, Expect="100-continue", Connection="close"))
    assert connection.recv(100).startswith(b"HTTP/1.1 100")
    connection.sendall(b"hello")
    assert json.loads(said(read_all(connection))[2])["length"] == 5


def test_a_body_in_pieces_without_a_length_arrives_whole(web):
    body = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    answer = web.ask(request("POST", "/echo/", body, Transfer_Encoding="chunked", Connection="close"))
    assert json.loads(said(answer)[2]) | {"length": 11, "begins": "hello world"} == json.loads(said(answer)[2])


def test_a_body_in_pieces_has_the_same_limit(web):
    connection = web.open(request("POST", "/echo/", Transfer_Encoding="chunked", Connection="close"))
    for _ in range(26):
        connection.sendall(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
    connection.sendall(b"0\r\n\r\n")
    assert said(read_all(connection))[0] == 413


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 3\r\nContent-Length: 4\r\n",
        b"Content-Length: +3\r\n",
        b"Content-Length: 3, 4\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: -1\r\n",
    ],
)
def test_a_body_whose_length_can_be_read_in_two_ways_is_refused(web, headers):
    answer = web.ask(b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\nabcGET /echo/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert said(answer)[0] == 400
    assert answer.count(b"HTTP/1.1") == 1


def test_a_request_with_both_lengths_is_the_last_on_its_connection(web):
    body = b"0\r\n\r\nGET /echo/?smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = web.ask(request("POST", "/echo/", body, Content_Length=len(body), Transfer_Encoding="chunked"))
    assert answer.count(b"HTTP/1.1") == 1
    assert b"smuggled" not in answer


def test_requests_sent_ahead_are_answered_in_their_order(web):
    ahead = (
        request("GET", "/echo/?1") + request("POST", "/echo/?2", b"abc", Content_Length=3) + request("GET", "/echo/?3", Connection="close")
    )
    answer = web.ask(ahead)
    assert [answer.index(f'"query": "{n}"'.encode()) for n in (1, 2, 3)] == sorted(
        answer.index(f'"query": "{n}"'.encode()) for n in (1, 2, 3)
    )


def test_head_says_what_get_says_without_the_body(web):
    status, head, body = said(web.ask(request("HEAD", "/robots.txt", Connection="close")))
    _, whole, found = said(web.get("/robots.txt"))
    assert (status, body) == (200, b"")
    assert f"content-length: {len(found)}" in whole
    assert f"content-length: {len(found)}" in head


def test_whoever_goes_half_way_leaves_nothing(web):
    for _ in range(MANY):
        web.open(request("POST", "/echo/", b"x" * 100_000, Content_Length=200_000)).close()
    assert said(web.get("/echo/"))[0] == 200
    wait_for(lambda: web.waiting_on_disk() == 0)
    assert "Traceback" not in web.said()


def test_a_name_written_like_a_proxys_header_is_not_taken_for_it(web):
    found = json.loads(said(web.get("/echo/", X_Real="1"))[2])
    answer = web.ask(b"GET /echo/ HTTP/1.1\r\nHost: localhost\r\nX_Real: 2\r\nConnection: close\r\n\r\n")
    assert found["HTTP_X_REAL"] == "1"
    assert "HTTP_X_REAL" not in json.loads(said(answer)[2])


def test_letters_of_any_kind_reach_the_page_as_they_were_sent(web):
    answer = web.ask("GET /no/such/%C3%A9/%FF/é HTTP/1.1\r\nHost: localhost\r\nX-Odd: é\r\nConnection: close\r\n\r\n".encode())
    assert said(answer)[0] == 404
    found = json.loads(said(web.ask("POST /echo/?q=é HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()))[2])
    assert found["query"].encode("latin-1").decode() == "q=é"


def test_no_address_is_written_to_the_log(web):
    assert "127.0.0.1" not in web.said().replace(f"127.0.0.1:{web.port}", "")


def test_a_process_that_died_is_replaced(start):
    site = start()
    assert site.get("/die/") == b""
    wait_for(lambda: all(site.get("/echo/").startswith(b"HTTP/1.1 200") for _ in range(20)))


def test_stopping_does_not_wait_for_a_body_that_does_not_come(start):
    site = start(WEB_PATIENCE="3600")
    slow = [site.open(request("POST", "/echo/", b"words=", Content_Length=1000)) for _ in range(MANY)]
    assert said(site.get("/echo/"))[0] == 200
    site.process.send_signal(signal.SIGTERM)
    site.process.wait(60)
    assert "refused" not in site.said()
    assert {said(read_all(each))[0] for each in slow} == {503}


def test_a_sender_who_ends_its_side_of_the_line_half_way_is_told_that_half_a_form_is_none(web):
    line = web.open(request("POST", "/echo/", b"half", Content_Length=100, Content_Type="text/plain"))
    line.shutdown(socket.SHUT_WR)
    assert not read_all(line).startswith(b"HTTP/1.1 5")
    assert web.is_up()

"""A real web process whose database is not there."""

from tests.launch.processes import wait_for


def test_an_outage_is_a_calm_page_for_each_visitor_and_one_line_in_the_log(start):
    site = start(WEB_DATABASE="nobody_has_this_one")
    answers = [site.get("/stories/") for _ in range(50)]
    for answer in answers:
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 30" in answer.lower()
        assert b"Heard is not available right now" in answer
    assert b'"database": "unreachable"' in site.get("/healthz")
    wait_for(lambda: "does not answer" in site.said())
    assert "Traceback" not in site.said()
    assert len(site.said().splitlines()) <= 2, "one for each process"

import pytest


@pytest.mark.parametrize(("address", "route"), [("/no/such/page-with-a-secret", "does not exist"), ("/stories/123456789/", "/stories/<")])
def test_log_names_the_page_but_never_the_address(client, db, caplog, address, route):
    assert client.get(address).status_code == 404
    assert route in caplog.text
    assert address not in caplog.text


def test_health_that_is_bad_is_no_error_in_the_log(client, db, caplog):
    assert client.get("/healthz").status_code == 503
    assert caplog.text == ""

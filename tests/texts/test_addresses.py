import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.texts.addresses import NotAnAddress, as_kept, email_address, forms_of, spelt


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" gull@mail.example\n", "gull@mail.example"),
        ("gu\u00adll\u200b@\u2060mail.example\ufeff", "gull@mail.example"),
        ("gu\u200dll\u200e@mail\ufe0f.example", "gull@mail.example"),
        ("ｇｕｌｌ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "gull@mail.example"),
        ("gull﹫mail。example", "gull@mail.example"),
        ("Gull@MAIL.Example", "Gull@mail.example"),
        ("gull@bücher.example", "gull@xn--bcher-kva.example"),
        ("gull@straße.example", "gull@xn--strae-oqa.example"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, address):
    assert email_address(typed) == address


@pytest.mark.parametrize("typed", ["josé@mail.example", "Жанна@mail.example", "gаll@mail.example"])
def test_letters_before_the_at_that_our_mail_cannot_carry_are_named(typed):
    with pytest.raises(NotAnAddress, match=r"We can’t send email to addresses with “[éЖа]” before the @"):
        email_address(typed)


@pytest.mark.parametrize("typed", ["", "gull", "gull@", "a b@mail.example", "gull@mail.example other@mail.example", "\u3164@x", "@"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(NotAnAddress, match="like name"):
        email_address(typed)


def test_an_address_is_looked_up_in_the_form_in_which_it_is_kept():
    assert as_kept("gull@BÜCHER.example") == "gull@xn--bcher-kva.example"
    assert as_kept("no address") == "no address"


def test_an_address_is_looked_for_in_the_form_of_before_too():
    assert forms_of("gull@xn--bcher-kva.example") == ["gull@xn--bcher-kva.example", "gull@bücher.example"]
    assert forms_of("gull@BÜCHER.example") == ["gull@xn--bcher-kva.example", "gull@bücher.example"]
    assert forms_of("gull@mail.example") == ["gull@mail.example"]
    assert forms_of("no address") == ["no address"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_typed_an_address_is_ascii_and_stays_as_it_is(before, after):
    try:
        address = email_address(f"{before}@{after}.example")
    except NotAnAddress:
        return
    assert address.isascii()
    assert email_address(address) == address == spelt(address)

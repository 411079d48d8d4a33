"""Public contacts: what counts as one, and when two ways of writing mean the same one."""

import re

import phonenumbers

from heard.core.texts.addresses import NotAnAddress, email_address
from heard.core.texts.reading import plainly

_PAGE = re.compile(r"(?i)(?:https?://)?(?:www\.)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6})(/[^\s<>\"?#]{0,150})?")
_POSTCODE = re.compile(r"(?i)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[\dW]\s?(?=[A-Z]{0,3}\d)[\dAC-FHKNPRTV-Y]{4}")
FEWEST_DIGITS = 7


def contact_key(written: str) -> str:
    """What a telephone number, e-mail address, web page or postcode comes down to, however it is written; empty when it is none of them.

    An extension is part of a telephone number. A page is itself, not what lies below it. Telephone numbers are read as British ones.
    """
    flat = " ".join(plainly(written).split())
    if "@" in flat:
        return f"e-mail:{flat.casefold()}" if _is_address(flat) else ""
    if _POSTCODE.fullmatch(flat):
        return f"postcode:{flat.replace(' ', '').upper()}"
    if page := _PAGE.fullmatch(flat):
        return f"page:{page[1].casefold()}{(page[2] or '').rstrip('/')}" if not page[1].replace(".", "").isdecimal() else ""
    return _telephone(flat)


def _is_address(written: str) -> bool:
    try:
        email_address(written)
    except NotAnAddress:
        return False
    return True


def _telephone(written: str) -> str:
    if (
        not re.fullmatch(r"(?i)[\d\s()+./-]+(?:(?:ext(?:ension)?\.?|x)\s?\d{1,7})?", written)
        or sum(map(str.isdecimal, written)) < FEWEST_DIGITS
    ):
        return ""
    try:
        number = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return ""
    return (
        f"telephone:{number.country_code}:{number.national_number}:{number.extension or ''}"
        if phonenumbers.is_possible_number(number)
        else ""
    )

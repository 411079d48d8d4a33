"""How an author's ways to be reached are written, so that the same one is always the same text."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from heard.core.errors import NotAcceptable

COUNTRY = "GB"
"""Where a number without a country code is dialled."""


def clean_email(typed: str) -> str:
    """The address in one form, domain in lower case. Whether it can be reached is not tried.

    Raises:
        NotAcceptable: it is not an e-mail address.
    """
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise NotAcceptable("Write an e-mail address like name@example.com.", field="email") from wrong


def clean_phone(typed: str) -> str:
    """The number with its country code, like +447700900123.

    Raises:
        NotAcceptable: nobody could ring this number.
    """
    try:
        number = phonenumbers.parse(typed.strip(), COUNTRY)
    except phonenumbers.NumberParseException as wrong:
        raise NotAcceptable("Write a telephone number like 07700 900123.", field="phone") from wrong
    if not phonenumbers.is_possible_number(number):
        raise NotAcceptable("Write a telephone number like 07700 900123.", field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

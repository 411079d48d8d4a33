"""Email addresses as people type and paste them, and as our mail can carry them: one rule for every place where one is given."""

import re
import unicodedata

from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from heard.core.texts.cleaning import clean_line

MOST_LETTERS = 254
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")

# Full-width letters, figures and signs, as keyboards for Chinese and Japanese write them, are the same signs; so are their full stops.
_SAME = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "。｡․﹒"), ".") | {ord("﹫"): "@"}


class NotAnAddress(ValueError):
    """What was typed is not an email address, or not one our mail can carry; the message is for the person who typed it."""


def spelt(typed: str) -> str:
    """What was typed, without anything unseen, and with @ and full stops for what only looks like them. It may be no address at all."""
    line = clean_line(typed).translate(_SAME)
    return "".join(sign for sign in line if unicodedata.category(sign) != "Cf" and not "\ufe00" <= sign <= "\ufe0f")


def as_kept(typed: str) -> str:
    """What was typed, in the form in which addresses are kept; as it is where it is none. For looking one up."""
    try:
        return email_address(typed)
    except NotAnAddress:
        return typed


def forms_of(address: str) -> list[str]:
    """The forms in which this address may stand somewhere: as it is kept and, where its domain has other letters than ASCII, as it was kept
    before addresses had one form. For looking up what was given long ago.
    """
    kept = as_kept(address)
    try:
        found = validate_email(kept, check_deliverability=False)
    except EmailNotValidError:
        return [kept]
    return list(dict.fromkeys((kept, f"{found.local_part}@{found.domain}")))


def host_name(typed: str) -> str:
    """A host as browsers send it, in small letters and ASCII, of what was typed or pasted: a whole web address will do.

    Raises:
        NotAnAddress: there is none in it.
    """
    written = spelt(typed).rpartition("://")[2].partition("/")[0].partition(":")[0].removesuffix(".").lower()
    if not written.isascii():
        try:
            written = validate_email(f"x@{written}", check_deliverability=False).ascii_domain  # which knows RFC 5891
        except EmailNotValidError:
            written = ""
    if not _HOST.fullmatch(written):
        raise NotAnAddress(_("Enter a web address like wales.example.org"))
    return written


def email_address(typed: str) -> str:
    """The address in one form: the domain in small letters, and in ASCII (RFC 5891) where it has other letters. Nobody is asked whether it
    can be reached.

    Raises:
        NotAnAddress: it is none, or it has letters before the @ that our mail cannot carry (they take SMTPUTF8, which few servers speak).
    """
    written = spelt(typed)
    try:
        found = validate_email(written, check_deliverability=False)
    except EmailNotValidError:
        raise NotAnAddress(_("Enter an email address like name@example.com")) from None
    if found.ascii_email is None:
        strange = next(sign for sign in found.local_part if not sign.isascii())
        raise NotAnAddress(
            _("We can’t send email to addresses with “%(letter)s” before the @. Enter another address if you have one.")
            % {"letter": strange}
        )
    if len(found.ascii_email) > MOST_LETTERS:
        raise NotAnAddress(_("Enter an email address like name@example.com"))
    return found.ascii_email

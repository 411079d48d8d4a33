"""How an author's ways to be reached are written, so that the same one is always the same text."""

from email_validator import EmailNotValidError, validate_email

from heard.core.errors import NotAcceptable


def clean_email(typed: str) -> str:
    """The address in one form, domain in lower case. Whether it can be reached is not tried.

    Raises:
        NotAcceptable: it is not an e-mail address.
    """
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise NotAcceptable("Write an e-mail address like name@example.com.", field="email") from wrong

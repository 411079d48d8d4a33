"""Asking editors to read a page again."""

from django.db import transaction

from heard.accounts.queries import editors
from heard.core import clock, mail, moves
from heard.pages.models import Page
from heard.pages.queries import to_review


@transaction.atomic
def ask_to_review() -> int:
    """Email everyone who edits Heard that there are pages to read again: once for the day on which a page is due. Returns how many pages
    that are.
    """
    today = clock.today()
    asked = list(moves.locked(to_review(today).filter(review_asked_on=None), skip_locked=True))
    if not asked:
        return 0
    Page.objects.filter(pk__in=[page.pk for page in asked]).update(review_asked_on=today)
    for person in editors():
        mail.post(kind="pages-to-review", to=person.actor_ref, key=f"pages-to-review:{today}:{person.pk}", count=len(asked))
    return len(asked)

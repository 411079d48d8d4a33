"""How a reference becomes an address, at the moment of sending (an author's in the worker alone), and letters about an author's way in."""

from heard.accounts.models import Person, SignInLink
from heard.accounts.queries import address_of, token_of
from heard.core import clock, links, mail
from heard.core.models import Delivery


@mail.resolver("person")
def address_of_person(reference: str) -> str | None:
    return Person.objects.filter(pk=int(reference.partition(":")[2]), is_active=True).values_list("email", flat=True).first()


@mail.resolver("author")
def notices_to(reference: str) -> str | None:
    """Where an author is told what happens to the story: nowhere once the author has stopped that."""
    return address_of(int(reference.partition(":")[2]), only_if_wanted=True)


@mail.resolver("author-account")
def letters_about_the_way_in(reference: str) -> str | None:
    """Where an author gets what was asked for (a sign-in link), or has to know (the key was replaced)."""
    return address_of(int(reference.partition(":")[2]), only_if_wanted=False)


@mail.letter("author-sign-in")
def sign_in_link(delivery: Delivery) -> mail.Letter | None:
    link = SignInLink.objects.filter(pk=delivery.params["link_id"], used_at=None, expires_at__gt=clock.now()).first()
    if link is None:
        return None
    return mail.Letter(
        subject="Your link to your story on Heard",
        paragraphs=[
            "You asked for a link to your story. Open it and press the button. It works once, in the next hour.",
            "If it was not you who asked, you need do nothing. Nobody can open your story without this e-mail.",
        ],
        path=links.to("author-link", token=token_of(link.author_id, link.expires_at)),
    )


@mail.letter("author-key-replaced")
def key_replaced(delivery: Delivery) -> mail.Letter | None:
    return mail.Letter(
        subject="Your story key on Heard was changed",
        paragraphs=[
            "Your story has a new key, and the old one no longer opens it.",
            "If it was not you who changed it, ask for a link to your story with this e-mail address, open it, and change the key again.",
        ],
        path=links.to("enter-key"),
    )

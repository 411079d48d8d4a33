"""Texts are drawn anew when something that they name has changed. Each may run twice."""

from heard.core.events import on
from heard.core.migrating import once_migrated
from heard.media.events import FilmDescribed, FilmPublished, FilmWithdrawn
from heard.media.queries import keys_of_films
from heard.pages.actions.house import load_house_texts
from heard.pages.actions.publishing import draw_anew
from heard.pages.events import PageMoved, TermChanged
from heard.pages.models import Page, Term


@on(PageMoved)
def draw_what_links_to_the_page(fact: PageMoved) -> None:
    """Links to a page that has another address now lead straight there."""
    page = Page.objects.get(pk=fact.page_id)
    draw_anew(naming=[f"page:{path}" for path in (page.path, *page.old_paths.values_list("path", flat=True))])


@on(FilmPublished)
def draw_what_shows_the_film(fact: FilmPublished) -> None:
    """A film is published that a page shows already: it was taken down meanwhile, or is the signed version of one."""
    _draw_what_shows_films(fact.film_id)


@on(FilmDescribed)
def draw_what_shows_the_other_words(fact: FilmDescribed) -> None:
    """The words of a film have changed, or of which film it is the signed version."""
    _draw_what_shows_films(fact.film_id)


@on(FilmWithdrawn)
def draw_what_showed_the_film(fact: FilmWithdrawn) -> None:
    """A film that was taken down is on no page any more."""
    _draw_what_shows_films(fact.film_id)


def _draw_what_shows_films(film_id: int) -> None:
    """Any film: one leads to another that is its version with sign language, or was. There are few."""
    draw_anew(naming=[f"film:{key}" for key in keys_of_films(among=film_id)])


@on(TermChanged)
def draw_what_may_name_the_word(fact: TermChanged) -> None:
    """A word that was taken out of the glossary is no link any more; one that came back is one again. Nothing says which texts that is."""
    Term.objects.get(pk=fact.term_id)
    draw_anew()


@once_migrated
def bring_house_texts() -> None:
    """Once all tables are there, what comes with Heard is brought up to date."""
    load_house_texts()

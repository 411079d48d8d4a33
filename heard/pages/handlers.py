"""Texts are drawn anew when something that they name has changed. Each may run twice."""

from heard.core.events import on
from heard.core.migrating import once_migrated
from heard.pages.actions.house import load_house_texts
from heard.pages.actions.publishing import draw_anew
from heard.pages.events import PageMoved, TermChanged
from heard.pages.models import Page, Term


@on(PageMoved)
def draw_what_links_to_the_page(fact: PageMoved) -> None:
    """Links to a page that has another address now lead straight there."""
    page = Page.objects.get(pk=fact.page_id)
    draw_anew(naming=[f"page:{path}" for path in (page.path, *page.old_paths.values_list("path", flat=True))])


@on(TermChanged)
def draw_what_may_name_the_word(fact: TermChanged) -> None:
    """A word that was taken out of the glossary is no link any more; one that came back is one again. Nothing says which texts that is."""
    Term.objects.get(pk=fact.term_id)
    draw_anew()


@once_migrated
def bring_house_texts() -> None:
    """Once all tables are there, what comes with Heard is brought up to date."""
    load_house_texts()

from heard.core.actors import SystemActor
from heard.core.events import on
from heard.media.actions.films import prepare_film
from heard.media.events import FilmTaken


@on(FilmTaken)
def look_at_it(fact: FilmTaken) -> None:
    """A film that arrived is prepared, or refused with a reason."""
    prepare_film(film_id=fact.film_id, by=SystemActor("media"))

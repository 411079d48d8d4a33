from enum import StrEnum

from heard.core.lifecycle import BEGINNING, Lifecycle, move
from heard.media.models import FilmState


class FilmMoves(StrEnum):
    TAKE = "take"
    PREPARE = "prepare"
    REFUSE = "refuse"
    DESCRIBE = "describe"
    DESCRIBE_SHOWN = "describe-shown"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DELETE = "delete"


FILM = Lifecycle(
    "film",
    states=FilmState.values,
    moves=(
        move(FilmMoves.TAKE, [BEGINNING], FilmState.PREPARING, "An editor sends a film; the worker looks at it."),
        move(FilmMoves.PREPARE, [FilmState.PREPARING], FilmState.READY, "The worker has made what is shown: the film and its picture."),
        move(FilmMoves.REFUSE, [FilmState.PREPARING], FilmState.REFUSED, "It can’t be shown; the page says why, and what to do."),
        move(
            FilmMoves.DESCRIBE,
            [FilmState.READY, FilmState.WITHDRAWN],
            FilmState.READY,
            "An editor writes its title, captions or transcript.",
        ),
        move(FilmMoves.DESCRIBE_SHOWN, [FilmState.PUBLISHED], FilmState.PUBLISHED, "An editor corrects the words of a film that is shown."),
        move(
            FilmMoves.PUBLISH,
            [FilmState.READY, FilmState.WITHDRAWN],
            FilmState.PUBLISHED,
            "Anyone can watch it. It has captions, a transcript, and words on what can be seen.",
        ),
        move(FilmMoves.WITHDRAW, [FilmState.PUBLISHED], FilmState.WITHDRAWN, "It is taken down: nobody but editors can watch it."),
        move(
            FilmMoves.DELETE,
            [FilmState.READY, FilmState.REFUSED, FilmState.WITHDRAWN],
            FilmState.DELETED,
            "Its file and words are deleted; the row says who did it.",
        ),
    ),
)

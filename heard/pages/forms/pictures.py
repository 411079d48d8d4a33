from typing import Any

from heard.media.forms import WithPicture


class NewPictureForm(WithPicture):
    """A picture for pages, with what can be seen."""


class WordsOfPictureForm(WithPicture):
    """Other words for a picture that stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["picture"]

"""Pictures that are sent with forms. There is one component for all of them; `heard.media.adapters.hold` belongs to it.

A form with a photo of someone is a `WithPhoto`, one with any other picture a `WithPicture`, which also asks what can be seen. The view:

    form = WardForm(form_data(request), request.FILES or None, by=person)
    if form.is_valid():
        …
    hold(form)  # what was chosen stays chosen while something else is put right
    return render(…)
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.actors import Actor
from heard.core.tokens import open_token, sealed_token
from heard.media import queries
from heard.media.models import Picture
from heard.media.presenters import small_copy
from heard.media.rules.pictures import LARGEST, LONGEST_ALT, Copies, Held, NotTaken, Refusal, Shown
from heard.ui.forms import Form, TextField
from heard.ui.wording import worded

WHY = {
    Refusal.TOO_LARGE: gettext_lazy("The picture must be smaller than 10 MB"),
    Refusal.NOT_A_PICTURE: gettext_lazy("We can’t open this file. Choose a JPEG, PNG, WebP or HEIC picture"),
    Refusal.TOO_MANY_DOTS: gettext_lazy("The picture has too many pixels. Choose a smaller one"),
    Refusal.TOO_SMALL: gettext_lazy("The picture is too small. It must be at least 96 pixels wide and high"),
    Refusal.TOO_LONG: gettext_lazy("The picture is too long and narrow. Its longer side can be up to 10 times its shorter one"),
    Refusal.BUSY: gettext_lazy("We’re busy with other people’s pictures. Try again in a minute"),
}
KINDS_TAKEN = gettext_lazy("A JPEG, PNG, WebP or HEIC picture of up to 10 MB.")
_PURPOSE = "held-picture"


class PictureInput(forms.FileInput):
    """The file, and beside it what is held from the last time the form was sent."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or data.get(f"{name}_held") or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}_held" not in data


class PictureField(forms.FileField):
    """A picture to choose. What the form has of it then are its copies, drawn anew (`rules.drawing.copies`), or what is held for it."""

    widget = PictureInput
    by: Actor
    held: tuple[str, int, int] | None = None
    """A small copy of what was chosen and is held: the page shows it, and says that it need not be chosen again."""
    held_name = ""
    """What names it in the page: closed, and good for the person who sent it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/heic,image/heif"
        self.error_messages["empty"] = WHY[Refusal.NOT_A_PICTURE]

    def clean(self, data: "UploadedFile[bytes] | str | None", initial: Any = None) -> Copies | Held | None:
        if isinstance(data, str):
            return self._found(data)
        file = super().clean(data, initial)
        if not file:
            return None
        from heard.media.rules.drawing import copies  # slow to load: see there

        try:
            return copies(file.read(LARGEST + 1))
        except NotTaken as refused:
            raise ValidationError(worded(WHY, refused.why), code=refused.why) from refused

    def hold(self, picture: Picture) -> None:
        self.held = small_copy(Shown(picture.key, tuple(picture.widths), picture.width, picture.height))
        self.held_name = sealed_token(f"{self.by.actor_ref} {picture.key}", purpose=_PURPOSE)

    def _found(self, name: str) -> Held:
        whose, _blank, key = (open_token(name, purpose=_PURPOSE) or "").partition(" ")
        picture = queries.held(key, by=self.by.actor_ref) if whose == self.by.actor_ref else None
        if picture is None:
            raise ValidationError(_("We don’t have that picture any more. Choose it again."), code="gone")
        self.hold(picture)
        return Held(key)


class WithPhoto(Form):
    """A form with a picture in it, and the person who sends it."""

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for _name, field in self.picture_fields():
            field.by = by

    def picture_fields(self) -> list[tuple[str, PictureField]]:
        return [(name, field) for name, field in self.fields.items() if isinstance(field, PictureField)]


class WithPicture(WithPhoto):
    """A form with a picture of something: what can be seen, or that nothing is lost without it, is said with it.

    `before` is the picture that is shown now: it may stay while its words change. A form in which a picture can be left out says
    `is_needed = False`.
    """

    is_needed = True
    picture = PictureField(
        required=False,
        label=gettext_lazy("Choose a picture"),
        help_text=KINDS_TAKEN,
        error_messages={"required": gettext_lazy("Choose a picture")},
    )
    alt = TextField(
        required=False,
        max_length=LONGEST_ALT,
        label=gettext_lazy("What can be seen in the picture?"),
        help_text=gettext_lazy("Screen readers read this aloud to people who can’t see it, like “The entrance, with a ramp to the left”."),
    )
    is_decorative = forms.BooleanField(
        required=False,
        label=gettext_lazy("It’s only decoration"),
        help_text=gettext_lazy("Nothing would be missing without it, so screen readers skip it."),
    )
    asked_for = ("picture", "alt", "is_decorative")

    def __init__(self, *args: Any, before: Picture | None = None, **kwargs: Any) -> None:
        if before is not None:
            kwargs["initial"] = {"alt": before.alt, "is_decorative": before.is_decorative} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.before = before
        self.fields["picture"].required = self.is_needed and before is None
        if before is not None:
            self.fields["picture"].label = _("Choose another picture")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not (found.get("picture") or self.before or "picture" in self.errors) or "alt" in self.errors:
            return found
        if not found.get("alt") and not found.get("is_decorative"):
            self.add_error("alt", _("Say what can be seen in the picture, or tick “It’s only decoration”"))
        elif found.get("alt") and found.get("is_decorative"):
            self.add_error("alt", _("If it’s only decoration, leave this empty. Otherwise untick “It’s only decoration”"))
        return found

    def words(self) -> dict[str, Any]:
        """What `keep_picture` and `describe_picture` are told of it."""
        return {"alt": self.cleaned_data["alt"], "is_decorative": self.cleaned_data["is_decorative"]}

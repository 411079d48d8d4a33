from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from heard.media.rules.pictures import LARGEST, Copies, NotTaken, Refusal
from heard.ui.wording import worded

WHY = {
    Refusal.TOO_LARGE: gettext_lazy("The picture must be smaller than 10 MB"),
    Refusal.NOT_A_PICTURE: gettext_lazy("We can’t open this file. Choose a JPEG, PNG, WebP or HEIC picture"),
    Refusal.TOO_MANY_DOTS: gettext_lazy("The picture has too many pixels. Choose a smaller one"),
    Refusal.TOO_SMALL: gettext_lazy("The picture is too small. It must be at least 96 pixels wide and high"),
    Refusal.BUSY: gettext_lazy("We’re busy with other people’s pictures. Try again in a minute"),
}


class PictureField(forms.FileField):
    """A picture to choose. What the form has of it then are its copies, drawn anew (`rules.drawing.copies`)."""

    widget = forms.FileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/heic,image/heif"
        self.error_messages["empty"] = WHY[Refusal.NOT_A_PICTURE]

    def clean(self, data: "UploadedFile[bytes] | None", initial: Any = None) -> Copies | None:
        file = super().clean(data, initial)
        if not file:
            return None
        from heard.media.rules.drawing import copies  # slow to load: see there

        try:
            return copies(file.read(LARGEST + 1))
        except NotTaken as refused:
            raise ValidationError(worded(WHY, refused.why), code=refused.why) from refused

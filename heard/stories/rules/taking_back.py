"""What taking a story back means, in the words that its author reads before and that the privacy notice says: one source for both."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class TakingBack:
    at_once: str
    kept: str
    why: str
    then: str
    reports: str
    stays: str

    def sentences(self) -> tuple[str, ...]:
        return (self.at_once, self.kept, self.why, self.then, self.reports, self.stays)


def taking_back(*, days_kept: int) -> TakingBack:
    """`days_kept` is ⚙ `taken_back_kept`."""
    kept = ngettext(
        "For a day we keep your own words, the words that were public, and your replies and updates. We also keep what you and our "
        "moderators wrote to each other. Only you and our moderators can open them.",
        "For %(days)s days we keep your own words, the words that were public, and your replies and updates. We also keep what you and our "
        "moderators wrote to each other. Only you and our moderators can open them.",
        days_kept,
    )
    return TakingBack(
        at_once=_(
            "Your story disappears from every page of Heard at once, with its answers, your replies and your updates. "
            "We also delete what you said about yourself at once."
        ),
        kept=kept % {"days": days_kept},
        why=_("We keep them that long in case someone asks what the story said, or you were treated differently because of it."),
        then=_("Then we delete them all, and your email address if you gave us one."),
        reports=_(
            "If you told us that you were treated differently, we keep that until a senior moderator has dealt with it, "
            "even if that takes longer. Then we delete it, with their notes."
        ),
        stays=_(
            "We keep a record that there was a story: its number, its services, its dates, the kinds of edits, and what you agreed to. "
            "Organisations keep the answers they wrote."
        ),
    )

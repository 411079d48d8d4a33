"""Where what is said about a story stands in the queue, whoever says it."""

from collections.abc import Iterable

from heard.core.reviewing import Suggests
from heard.stories.models import Story
from heard.stories.rules.going_out import Noticed, hits_of


def said_about(story: Story, text: str, noticed: Iterable[Noticed], *, signs: Iterable[str] = ()) -> Suggests:
    """What is said about a critical story stands where critical stories stand; what the gate finds something in, with what is sensitive.

    `signs` are the author's. What staff write has signs too (they name a helpline, or somebody who died), which want a look and are
    nobody's danger: they warn nobody, and call nobody.
    """
    noticed = list(noticed)
    found = [*(hit.kind for hit in hits_of(noticed)), *(str(sign.sign) for each in noticed for sign in each.signs)]
    return Suggests(
        words=len(text.split()),
        signs=tuple(signs),
        found=tuple(dict.fromkeys(found)),
        criticality=story.criticality or 0,
        sensitive=any(noticed),
    )

"""A story, as the desk reads it. The pages that decide it are the desk's own."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from heard.core.reviewing import Reviewable, Suggests, reviewable
from heard.stories.events import StorySent
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import Story, StoryMove
from heard.stories.queries import as_one_text, beside_the_words, kinds_in, openly_known
from heard.stories.rules.criticality import suggest_criticality
from heard.stories.rules.going_out import GoesOut, hits_of, look_through
from heard.stories.rules.signs import find_signs, in_order, kinds_of
from heard.stories.rules.texts import texts_of_slugs, texts_of_story

SENSITIVE_ROLES = {"staff"}
QUESTION = gettext_lazy('Story <span class="desk-about">with a question about {services}</span>')
"""The heading of a story that asks something."""


@reviewable("story")
class Stories(Reviewable[Story]):
    label, things = pgettext_lazy("kind of case", "Story"), pgettext_lazy("kind of case", "stories")
    heading = gettext_lazy('Story <span class="desk-about">about {services}</span>')
    opened_by = {StorySent: "story_id"}
    of_author = True
    story_field = "pk"

    def rows(self) -> QuerySet[Story]:
        return Story.objects.select_related("original")

    def waiting(self) -> QuerySet[Story]:
        moved = StoryMove.objects.filter(story=OuterRef("pk")).order_by("-at").values("at")[:1]
        return Story.objects.filter(state__in=UNDECIDED).annotate(since=Coalesce(Subquery(moved), "sent_at"))

    def waits(self, row: Story) -> bool:
        return row.state in UNDECIDED

    def story_of(self, row: Story) -> Story:
        return row

    def weigh(self, row: Story) -> Suggests:
        text = as_one_text(row.own)
        signs, beside = find_signs(text), kinds_in(beside_the_words(row))
        better = any(slug.startswith("better:") for slug in row.tag_slugs)
        return Suggests(
            words=len(text.split()),
            signs=tuple(in_order([*kinds_of(signs), *beside])),
            found=tuple(dict.fromkeys(hit.kind for hit in hits_of(look_through(_texts_sent(row), known=openly_known(row))))),
            criticality=suggest_criticality(text, signs=signs, has_better_tags=better, elsewhere=beside).level,
            sensitive=row.role in SENSITIVE_ROLES,
            may_praise=not row.is_question and not better,
            read_last=row.read_last,
        )

    def heading_of(self, row: Story, services: str) -> SafeString:
        return format_html(str(QUESTION), services=services) if row.is_question else super().heading_of(row, services)


def _texts_sent(story: Story) -> list[GoesOut]:
    """The texts of a story as its author sent it last, as the gate takes them."""
    own = story.own
    return [*texts_of_story(title=own.title, text=own.words, hope=own.hope, chosen_name=own.chosen_name), *texts_of_slugs(story.tag_slugs)]

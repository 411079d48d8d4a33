"""What somebody has to look at before it is public."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from heard.core.errors import NotAllowed
from heard.core.reviewing import Words
from heard.moderation.models import Case
from heard.moderation.queries.work import work_on_public
from heard.moderation.rules.looking import NEW, TagSeen, tag_texts, texts_of_work
from heard.moderation.rules.work import StoryWork
from heard.stories.models import State, Story, StoryTag
from heard.stories.queries import openly_known
from heard.stories.rules.going_out import GoesOut, Noticed, look_through
from heard.tags.models import Tag
from heard.tags.queries import slug_of, slugs_offered


def noticed_in(story: Story, work: StoryWork, *, name: str = "") -> list[Noticed]:
    """What the gate finds in `work`, as it would be public. `name` is the chosen name that is no secret, if it is not the work's own."""
    return look_through(texts_of_work(work), known=[*openly_known(story), name or work.chosen_name])


def tags_to_look_at(story: Story, work: StoryWork) -> list[TagSeen]:
    """The tags of `work` that somebody has to have looked at: those that stand on no public story yet and are not offered, and those in
    which something is found. Tags that are offered were written by somebody who runs Heard.

    A tag is read as it will stand in public: what is written nearly so (by its slug) is one tag, in the spelling of whoever wrote it first.
    """
    texts = tag_texts(work.good, work.better, work.feelings)
    known = _known_tags(texts) if texts else {}
    texts = [replace(text, text=known[key][0]) if (key := _tag_key(text)) in known else text for text in texts]
    found = {each.of: each for each in look_through(texts, known=[*openly_known(story), work.chosen_name])} if texts else {}
    offered = slugs_offered() if texts else {}
    seen = []
    for text in texts:
        key, noticed = _tag_key(text), found.get(text)
        slug = key.partition(":")[2]
        if slug and slug not in offered.get(text.field, ()):
            why = [f"{each.label}. {each.why}" for each in noticed.things] if noticed else []
            why = why if known.get(key, ("", False))[1] else [str(NEW), *why]
            if why:
                seen.append(TagSeen(key, text.text, tuple(dict.fromkeys(why)), key in work.looked_at))
    return seen


def new_tags_to_look_at(story: Story, work: StoryWork) -> list[TagSeen]:
    """The same of those tags that an edit would bring onto this published story: what stands on it already was looked at."""
    public = work_on_public(story)
    there = {_tag_key(tag) for tag in tag_texts(public.good, public.better, public.feelings)}
    return [tag for tag in tags_to_look_at(story, work) if tag.key not in there]


def _tag_key(tag: GoesOut) -> str:
    return f"{tag.field}:{slug_of(tag.text)}"


def _known_tags(tags: Iterable[GoesOut]) -> dict[str, tuple[str, bool]]:
    """By kind:slug, how those of these tags that somebody has used are spelt, and whether they stand on a story that is public, so that
    somebody has looked at them.
    """
    on_a_story = StoryTag.objects.filter(tag=OuterRef("pk"), story__state=State.PUBLISHED)
    used = Tag.objects.filter(slug__in={slug_of(tag.text) for tag in tags}).annotate(public=Exists(on_a_story))
    return {f"{kind}:{slug}": (name, public) for kind, slug, name, public in used.values_list("kind", "slug", "name", "public")}


def everything_in(story: Story, work: StoryWork) -> tuple[str, ...]:
    """The looks of somebody who looked at everything in `work` and says that it can stay: at each tag and at each text."""
    return (*(tag.key for tag in tags_to_look_at(story, work)), *(each.key for each in noticed_in(story, work)))


def newly_noticed_in(story: Story, work: StoryWork) -> list[Noticed]:
    """What the gate finds in those texts of `work` that are not public yet on this published story: what an edit would bring out."""
    stands = {(each.field, each.text.strip()) for each in texts_of_work(work_on_public(story))}
    return [each for each in noticed_in(story, work) if (each.of.field, each.of.text.strip()) not in stands]


def noticed_in_said(case: Case, words: Mapping[str, Any]) -> list[Noticed]:
    """What the gate finds in what the case is about with these `words` (by field), and in how it is signed."""
    return words_of(case).noticed(case.thing, words)


def everything_said_in(case: Case, words: Mapping[str, Any]) -> tuple[str, ...]:
    """The looks of somebody who looked at everything in these words and says that it can stay."""
    return tuple(each.key for each in noticed_in_said(case, words))


def words_of(case: Case) -> Words[Any]:
    """The kind of what the case is about, where it is words that are published or given back.

    Raises:
        NotAllowed: it is something else.
    """
    if not isinstance(case.kind, Words):
        raise NotAllowed(_("You can’t do this with this kind of case."))
    return case.kind

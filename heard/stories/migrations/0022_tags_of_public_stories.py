from django.db import migrations

from heard.core.migrating import make_view

# A tag that is not offered is a word of an author's own: it is public with a story that has it. OFFSET 0 makes that a look by key at each
# such tag, and none at a tag that is offered.
TAG = """
SELECT id, kind, slug, name, offered FROM tags_tag tag
 WHERE offered OR EXISTS (SELECT FROM public_story_tag tagged WHERE tagged.tag_id = tag.id OFFSET 0)"""


class Migration(migrations.Migration):
    """Words of stories that nobody has read yet, or that were declined, stood in the view of tags. It is made anew here because `tags` knows of
    no stories (ADR 37).
    """

    dependencies = [("stories", "0021_particulars"), ("tags", "0002_public_view")]

    operations = [
        make_view("public_tag", TAG),
    ]

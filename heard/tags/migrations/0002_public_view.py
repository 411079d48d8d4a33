from django.db import migrations

from heard.core.migrating import make_view

TAG = "SELECT id, kind, slug, name, offered FROM tags_tag"


class Migration(migrations.Migration):
    """What public pages read of tags (ADR 37)."""

    dependencies = [("tags", "0001_initial")]

    operations = [
        make_view("public_tag", TAG),
    ]

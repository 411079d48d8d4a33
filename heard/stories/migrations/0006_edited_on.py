from django.db import migrations, models
from django.db.models import Max


def from_moves(apps, schema_editor):
    """Stories that were edited before this stood on them. The day is that of the site's own time zone."""
    story, move = apps.get_model("stories", "Story"), apps.get_model("stories", "StoryMove")
    from django.utils.timezone import localtime

    for story_id, at in move.objects.filter(name="edit").values_list("story_id").annotate(Max("at")):
        story.objects.filter(pk=story_id).update(edited_on=localtime(at).date())


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0005_reason_wrong_service'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='edited_on',
            field=models.DateField(help_text='The day of its last edit, if it was public already', null=True),
        ),
        migrations.RunPython(from_moves, migrations.RunPython.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """What authors said more than a month ago is not shown as new: nobody can say who has seen it."""

    dependencies = [("reach", "0003_news_begins")]

    operations = [
        migrations.AddField(model_name="telling", name="followed_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(
            """UPDATE reach_telling SET followed_at = now() - interval '30 days'
                WHERE read_at IS NOT NULL AND told_at < now() - interval '30 days'""",
            migrations.RunSQL.noop,
        ),
    ]

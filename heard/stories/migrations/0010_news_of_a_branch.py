from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0009_lists_by_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='storybranch',
            name='news_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='storybranch',
            index=models.Index(condition=models.Q(('news_at__isnull', False)), fields=['news_at'], name='branch_news'),
        ),
        migrations.AddIndex(
            model_name='storymove',
            index=models.Index(fields=['at'], name='story_move_at'),
        ),
    ]

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_languages_of_recipients'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='moderates_in',
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                help_text='The regions whose stories they read, if they moderate; none: all of them. Read with the person at every request',
                size=None,
            ),
        ),
    ]

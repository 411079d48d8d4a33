from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0025_old_changes_by_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='language',
            field=LanguageField(help_text='What the words were in that were agreed to'),
        ),
    ]

from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0010_language_of_a_contact'),
    ]

    operations = [
        migrations.AddField(
            model_name='everydayname',
            name='note_language',
            field=LanguageField(help_text='What the note is in'),
        ),
    ]

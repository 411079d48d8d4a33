from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0009_words_of_choices'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='language',
            field=LanguageField(help_text='What we write to them in'),
        ),
    ]

from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0005_hosts_of_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaintway',
            name='language',
            field=LanguageField(),
        ),
        migrations.AddField(
            model_name='crisisline',
            name='language',
            field=LanguageField(),
        ),
        migrations.AddField(
            model_name='holiday',
            name='language',
            field=LanguageField(),
        ),
        migrations.AddField(
            model_name='region',
            name='words_language',
            field=LanguageField(help_text='What the words about complaining are in'),
        ),
    ]

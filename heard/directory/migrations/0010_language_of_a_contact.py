from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0009_public_views'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='contact_language',
            field=LanguageField(help_text='What we write to the registered contact in'),
        ),
    ]

from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_passkeys_without_a_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='contactdetail',
            name='language',
            field=LanguageField(help_text='What we write to them in'),
        ),
        migrations.AddField(
            model_name='person',
            name='language',
            field=LanguageField(help_text='What we write to them in'),
        ),
    ]

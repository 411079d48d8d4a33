from django.db import migrations

from heard.core.fields import LanguageField


class Migration(migrations.Migration):

    dependencies = [
        ('enquiries', '0002_signs'),
    ]

    operations = [
        migrations.AddField(
            model_name='enquiry',
            name='language',
            field=LanguageField(help_text='What we write to them in'),
        ),
    ]

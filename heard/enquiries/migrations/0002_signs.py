import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enquiries', '0001_enquiries'),
    ]

    operations = [
        migrations.AddField(
            model_name='enquiry',
            name='signs',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text='Kinds of signs found, gravest first; none: not looked through yet', null=True, size=None),
        ),
    ]

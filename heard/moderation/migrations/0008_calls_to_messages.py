import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A call may be about a message to Heard. What an older Heard writes meanwhile is about a case, as before."""

    dependencies = [
        ('enquiries', '0002_signs'),
        ('moderation', '0007_rota'),
    ]

    operations = [
        migrations.AlterField(
            model_name='call',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='moderation.case'),
        ),
        migrations.AddField(
            model_name='call',
            name='enquiry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='enquiries.enquiry'),
        ),
        migrations.AddField(
            model_name='call',
            name='settled',
            field=models.BooleanField(db_default=False, default=False, help_text='Of a message: who took it says that nobody is in danger, so it calls nobody any more'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(condition=Q(('ended_at', None)), fields=('enquiry',), name='one_open_call_per_message'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=Q(Q(('case__isnull', False), ('enquiry', None)), Q(('case', None), ('enquiry__isnull', False)), _connector='OR'), name='call_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=Q(('settled', False), ('ended_at__isnull', False), _connector='OR'), name='call_settled_is_over'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0008_reminder_wishes'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='goes_on',
            field=models.BooleanField(default=False),
        ),
    ]

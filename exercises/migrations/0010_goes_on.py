from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0009_morning_after_practice'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='goes_on',
            field=models.BooleanField(default=False),
        ),
    ]

import django.utils.timezone
from django.db import migrations, models

# The app adds a version and reads it; nobody but the owner of the database could change one.
ADD_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON exercises_protocoledition FROM plumb_app;"


class Migration(migrations.Migration):
    dependencies = [("exercises", "0003_the_loop")]

    operations = [
        migrations.CreateModel(
            name="ProtocolEdition",
            fields=[
                ("version", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("texts", models.JSONField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"ordering": ("kept_at",)},
        ),
        migrations.RunSQL(ADD_ONLY, migrations.RunSQL.noop),
    ]

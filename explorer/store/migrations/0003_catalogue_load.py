"""Keeps what the last catalogue load read and left, so that a start that finds both again loads nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_devices_per_worker")]

    operations = [
        migrations.CreateModel(
            name="CatalogueLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sources_digest", models.CharField(blank=True, max_length=64)),
                ("rows_digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
    ]

"""Devices are kept per worker, and a job may wait for one device. Workers report their devices again within seconds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.AddField("job", "device_id", models.CharField(blank=True, default="", max_length=80), preserve_default=False),
        migrations.DeleteModel("Device"),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device_id", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("memory_bytes", models.BigIntegerField(null=True)),
                ("worker", models.CharField(max_length=200)),
                ("last_seen_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("device_id", "worker"), name="device_once_per_worker")
                ]
            },
        ),
    ]

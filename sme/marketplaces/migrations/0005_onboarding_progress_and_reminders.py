"""When a way onto a marketplace last came on, and of which days people were told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marketplaces", "0004_awards_from_products"),
    ]

    operations = [
        migrations.AddField(
            model_name="onboarding",
            name="moved_on",
            field=models.DateField(editable=False, null=True, verbose_name="last progress"),
        ),
        migrations.AddField(
            model_name="onboarding",
            name="told_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="onboardingstep",
            name="late_told_for",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="onboardingstep",
            name="soon_told_for",
            field=models.DateField(editable=False, null=True),
        ),
    ]

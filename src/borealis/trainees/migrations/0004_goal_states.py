"""The states of a learning goal after a refusal (§ 26)."""

from __future__ import annotations

from django.db import migrations, models

from borealis.shell import migrating


class Migration(migrating.Migration):
    dependencies = [("trainees", "0003_certificates")]

    operations = [
        migrations.AlterField(
            model_name="goalstatus",
            name="state",
            field=models.CharField(
                choices=[
                    ("in_progress", "in_progress"),
                    ("submitted", "submitted"),
                    ("approved", "approved"),
                    ("returned", "returned"),
                    ("not_reached", "not_reached"),
                    ("new_assessment", "new_assessment"),
                    ("new_assessment_elsewhere", "new_assessment_elsewhere"),
                    ("not_reached_again", "not_reached_again"),
                    ("further_assessment", "further_assessment"),
                ],
                max_length=30,
            ),
        ),
    ]

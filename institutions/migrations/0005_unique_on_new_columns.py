"""Both columns came with the migration before this one, so that no row in use can be refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0004_structure_and_administration")]

    operations = [
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(models.F("uuid"), name="area_uuid_unique"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_responsible", True), models.Q(("state", "inactive"), _negated=True)),
                fields=("area",),
                name="appointment_one_responsible",
                violation_error_message="Ya existe un Responsable de Área.",
            ),
        ),
    ]

"""The three courses of seed 002, four hours each; going back takes out those nobody used."""

from django.db import migrations

USUAL = (("bandeja-de-entrada", "Bandeja de entrada"), ("bandeja-de-salida", "Bandeja de salida"),
         ("administracion", "Administración"))  # fmt: skip


def add(apps, schema_editor):
    course = apps.get_model("institutions", "Course")
    for position, (slug, name) in enumerate(USUAL, start=1):
        course.objects.get_or_create(slug=slug, defaults={"name": name, "hours": 4, "position": position})


def take_out(apps, schema_editor):
    course = apps.get_model("institutions", "Course")
    course.objects.filter(slug__in=[slug for slug, _ in USUAL], editions=None, enrolments=None).delete()


class Migration(migrations.Migration):
    dependencies = [("institutions", "0007_implantation")]
    operations = [migrations.RunPython(add, take_out)]

from django.contrib.auth.hashers import make_password
from django.db import migrations, models


def seal(apps, schema_editor):
    """The function of passwords over the digest that was kept: its mark says what is to be given to it."""
    codes = apps.get_model("accounts", "RecoveryCode")
    for code in codes.objects.exclude(digest__contains="$").only("digest").iterator():
        code.digest = f"hmac:{make_password(code.digest)}"
        code.save(update_fields=["digest"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0020_global_catalogues"),
    ]

    operations = [
        migrations.AlterField(
            model_name="recoverycode",
            name="digest",
            field=models.CharField(max_length=256, verbose_name="huella"),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]

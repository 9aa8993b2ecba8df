"""What was sealed with a former SECRET_KEY is sealed with the present one (safety §14, §15: keys leaked or due)."""

from accounts import second_factor
from quipux.runs.commands import JobCommand


class Command(JobCommand):
    help = "Cifra con la SECRET_KEY actual los segundos factores que siguen cifrados con una anterior."
    job = "rotate_keys"
    sentence = "Segundos factores con una llave anterior: {former}. Ilegibles con las llaves de hoy: {unreadable}."

    def work(self, **options):
        return second_factor.rotate

"""Makes the first superadministrators of an installation, who give every other role (accounts-portal §12)."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import roles
from accounts.identity import InvalidIdentity, validate_cedula
from accounts.models import User
from quipux import clock
from quipux.errors import Conflict


class Command(BaseCommand):
    help = "Crea a uno de los dos primeros superadministradores técnicos; pide la contraseña."

    def add_arguments(self, parser):
        parser.add_argument("cedula")
        parser.add_argument("nombres")
        parser.add_argument("apellidos")
        parser.add_argument("correo")

    @transaction.atomic
    def handle(self, *, cedula, nombres, apellidos, correo, **options):
        try:
            number = validate_cedula(cedula)
        except InvalidIdentity as error:
            raise CommandError(f"{error}.", returncode=2) from error
        if User.objects.filter(identity_number=number).exists():
            raise CommandError("Ya existe una persona con esa cédula.", returncode=2)
        fresh = User(identity_number=number, given_names=nombres, surnames=apellidos, email=correo)
        password = self._asked(fresh)
        person = User.objects.create_user(number, password, given_names=nombres, surnames=apellidos, email=correo,
                                          email_verified_at=clock.now())  # fmt: skip
        try:
            roles.found(person)
        except Conflict as refusal:
            raise CommandError(refusal.message, returncode=2) from refusal
        self.stdout.write(f"{person.full_name} es superadministrador técnico.")

    def _asked(self, fresh):
        password = getpass("Contraseña: ")
        if password != getpass("Repita la contraseña: "):
            raise CommandError("Las dos contraseñas no son iguales.", returncode=2)
        try:
            validate_password(password, fresh)
        except ValidationError as error:
            raise CommandError(error.messages[0], returncode=2) from error
        return password

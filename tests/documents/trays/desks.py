"""A desk with something in every tray, walked through the product's own services."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import OpenSession
from accounts.sessions import KEY
from documents import services
from documents.models import Task
from documents.states import CopyState
from institutions.models import Appointment, SharedTray
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform
from tests import factories
from tests.cast import Person, servant

AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
SLUGS = ("en-elaboracion", "recibidos", "enviados", "no-enviados", "por-imprimir", "eliminados", "archivados",
         "reasignados", "informados", "compartida", "tareas-recibidas", "tareas-enviadas")  # fmt: skip


def with_open_session(entered, person: Person):
    """The client with a session that is known and ends by itself, as whoever enters by the login page has."""
    now = clock.now()
    row = OpenSession.objects.create(person=person.user, began_at=now, last_used_at=now, idle_minutes=30)
    session = entered.session
    session[KEY] = str(row.uuid)
    session.save()
    return entered


@dataclass
class Desk:
    """Ana, whose trays are filled; Bruno, her jefe, who shares his; somebody of another institution."""

    ana: Person
    bruno: Person
    carla: Person

    def fill(self, number: int, slug: str) -> None:
        """Put ``number`` more rows into one tray of Ana."""
        getattr(self, slug.replace("-", "_"))(number)

    def all(self, number: int) -> None:
        for slug in SLUGS:
            self.fill(number, slug)

    def _copies(self, number, author, to, **fields):
        """Copies held by whoever received them, as sent at AT and a minute apart."""
        documents = factories.make_documents(number, author, to=[to], at=AT, **fields)
        return [factories.copy_of(document, to) for document in documents]

    def en_elaboracion(self, number):
        for turn in range(number):
            factories.make_draft(self.ana, to=[self.bruno], subject=f"Borrador {turn}", at=AT)

    def recibidos(self, number):
        self._copies(number, self.bruno, self.ana)

    def enviados(self, number):
        self._copies(number, self.ana, self.carla)

    def no_enviados(self, number):
        for turn in range(number):
            draft = factories.make_draft(self.ana, to=[self.carla], subject=f"Sin enviar {turn}", at=AT)
            services.number_and_freeze(factories.original_of(draft), actor=self.ana.actor)

    def por_imprimir(self, number):
        for turn in range(number):
            document = factories.make_draft(self.bruno, to=[self.carla], subject=f"De papel {turn}", at=AT)
            services.number_and_freeze(factories.original_of(document), actor=self.bruno.actor)
            copy = document.copies.get(state=CopyState.UNSENT_ELECTRONIC)
            perform(Move(copy, "put_to_print"), actor=SYSTEM, subject=copy, entries=[Entry("deliver")])

    def eliminados(self, number):
        for turn in range(number):
            copy = factories.original_of(
                factories.make_draft(self.ana, to=[self.bruno], subject=f"Borrado {turn}", at=AT)
            )
            perform(Move(copy, "delete_draft"), actor=self.ana.actor, subject=copy, entries=[])

    def archivados(self, number):
        for copy in self._copies(number, self.carla, self.ana):
            services.shelve(copy, actor=self.ana.actor)

    def reasignados(self, number):
        for copy in self._copies(number, self.carla, self.ana):
            factories.reassign(
                copy, self.bruno, at=AT + timedelta(days=1), comment="Su criterio", deadline=date(2026, 6, 1)
            )

    def informados(self, number):
        for copy in self._copies(number, self.carla, self.bruno):
            factories.inform(copy, self.ana, at=AT + timedelta(days=1))

    def compartida(self, number):
        SharedTray.objects.get_or_create(chief=self.bruno.appointment, member=self.ana.appointment,
                                         defaults={"since": AT})  # fmt: skip
        self._copies(number, self.carla, self.bruno)

    def tareas_recibidas(self, number):
        self._tasks(number, self.bruno, self.ana)

    def tareas_enviadas(self, number):
        self._tasks(number, self.ana, self.bruno)

    def _tasks(self, number, giver, taker):
        for copy in self._copies(number, self.carla, giver):
            Task.objects.create(copy=copy, assigned_by=giver.appointment, assigned_to=taker.appointment,
                                comment="Prepare el informe", assigned_at=AT, due=date(2026, 6, 1))  # fmt: skip
            perform(Move(copy, "give_task"), actor=giver.actor, subject=copy, entries=[])


def make_desk(area, other_area) -> Desk:
    permissions = ["print_dispatch", "act_on_reassigned", "sign_electronically", "create_outgoing"]
    return Desk(
        servant(factories.make_servant(area, "Ana Torres", title="Especialista", permissions=permissions)),
        servant(factories.make_servant(area, "Bruno Salas", title="Director", profile=Appointment.Profile.CHIEF)),
        servant(factories.make_servant(other_area, "Carla Mena", title="Analista")),
    )

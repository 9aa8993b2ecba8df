"""The pages of the public request, in order: what each asks, where it is kept, and whether it is complete (§12.4 T2)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms.models import model_to_dict

from institutions.implantation import forms
from institutions.implantation.services import requesting
from institutions.implantation.states import FileKind, PersonRole
from institutions.models import ImplantationCase


@dataclass(frozen=True)
class StepPage:
    """One page.

    Attributes:
        load: from the case to what the form shows.
        keep: saves what the form says, from the case, the cleaned data and the files.
        is_optional: the request may be sent without it.
    """

    slug: str
    title: str
    form: type
    load: Callable[[ImplantationCase], dict]
    keep: Callable
    is_optional: bool = False

    def is_complete(self, case: ImplantationCase) -> bool:
        """Whether what is kept passes every rule of the page."""
        kept = self.load(case)
        if self.is_optional and not any(kept.values()):
            return True
        return self.form(kept, is_stored=True).is_valid()


def _of_case(names):
    return lambda case: {name: getattr(case, name) for name in names}


def _person(role):
    def load(case):
        found = next((one for one in case.people.all() if one.role == role), None)
        return model_to_dict(found, requesting.PERSON) if found else dict.fromkeys(requesting.PERSON, "")

    return load


def _keep_fields(names):
    return lambda case, data: requesting.save(case, names, data)


def _keep_person(role):
    return lambda case, data: requesting.save_person(case, role, data if any(data.values()) else None)


def _load_letter(case):
    kinds = set(case.files.values_list("kind", flat=True))
    return _of_case(requesting.LETTER)(case) | {"oficio": FileKind.LETTER in kinds,
                                                "delegacion": FileKind.DELEGATION in kinds}  # fmt: skip


def _keep_letter(case, data):
    for name, kind in (("oficio", FileKind.LETTER), ("delegacion", FileKind.DELEGATION)):
        if data.get(name):
            requesting.attach(case, kind, data[name])
    requesting.save(case, requesting.LETTER, data)


STEPS = {step.slug: step for step in (
    StepPage("institucion", "Datos de la institución", forms.InstitutionForm, _of_case(requesting.INSTITUTION),
             _keep_fields(requesting.INSTITUTION)),
    StepPage("autoridad", "Máxima autoridad", forms.AuthorityForm, _of_case(requesting.AUTHORITY),
             _keep_fields(requesting.AUTHORITY)),
    StepPage("administrador", "Administrador Institucional Quipux (AIQ)", forms.PersonForm, _person(PersonRole.AIQ),
             _keep_person(PersonRole.AIQ)),
    StepPage("respaldo", "AIQ de respaldo", forms.DeputyForm, _person(PersonRole.DEPUTY),
             _keep_person(PersonRole.DEPUTY), is_optional=True),
    StepPage("oficio", "Oficio de la máxima autoridad", forms.LetterForm, _load_letter, _keep_letter),
)}  # fmt: skip


def missing_of(case: ImplantationCase) -> list[StepPage]:
    """The pages that are not complete yet, in order."""
    return [step for step in STEPS.values() if not step.is_complete(case)]


def after(slug: str) -> str | None:
    """The slug of the page after ``slug``; None after the last."""
    slugs = list(STEPS)
    return slugs[slugs.index(slug) + 1] if slug != slugs[-1] else None

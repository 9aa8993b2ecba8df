"""The field of a state machine, without what it costs where no machine can run."""

from django.db.models.signals import class_prepared
from django_fsm import FSMField

OF_A_MIGRATION = "__fake__"  # Django's name of the module of models drawn as they once were


class StateField(FSMField):
    """django-fsm's field, which listens to every class made afterwards to find its transitions.

    A migration draws hundreds of models as they once were; those have no transitions, and each listening to
    all the following ones was half of the time that an empty database takes.
    """

    def contribute_to_class(self, cls, name, private_only=False, **kwargs):
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if cls.__module__ == OF_A_MIGRATION:
            class_prepared.disconnect(self._collect_transitions)

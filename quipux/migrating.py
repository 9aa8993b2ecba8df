"""Operations that make a whole app at once."""

from collections.abc import Sequence

from django.db.migrations.operations import AddConstraint, AddField, AddIndex
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import RemoveTrigger

PARTS_OF_A_MODEL = (AddField, AddConstraint, AddIndex)


class AtOnce(Operation):
    """Operations that only add models and what belongs to them, or change triggers, in one step.

    Django draws every model related to the one that changes anew after each operation, which is nearly all the time
    that an empty database takes. Here the models are drawn once, as they are at the end, and each table is made whole
    from its model: what a later operation of these adds to it is there already.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]):
        self.operations = list(operations)

    def deconstruct(self):
        return self.__class__.__qualname__, [self.operations], {}

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)  # drawn again when it is asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self._made():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self._made()):
            # All models are there while the first ones go; only what was taken away is found as it was before.
            found = to_state if isinstance(operation, RemoveTrigger) else from_state
            operation.database_backwards(app_label, schema_editor, from_state, found)

    def describe(self):
        return f"Make a whole app: {len(self.operations)} operations at once"

    def _made(self):
        return [one for one in self.operations if not isinstance(one, PARTS_OF_A_MODEL)]

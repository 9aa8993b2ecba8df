"""Actions of a citizen's Recorrido (accounts-portal §10)."""

from quipux.history import actions

CREATED = "citizen_created"

actions.register("citizen", {CREATED: "Creación de ciudadano"})

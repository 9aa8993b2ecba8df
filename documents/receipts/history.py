"""The action of issuing a receipt in the Recorrido of an original."""

from quipux.history import actions

ISSUED = "delivery_receipt"

actions.register("copy", {ISSUED: "Constancia de entrega"})

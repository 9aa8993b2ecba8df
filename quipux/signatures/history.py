"""Actions of the Recorrido of the recognised authorities."""

from quipux.history import actions, subjects
from quipux.signatures.trust import ADDED, WITHDRAWN

actions.register("trust_store", {ADDED: "Entidad reconocida", WITHDRAWN: "Entidad retirada"})
subjects.register({"trust_store": "Entidades de certificación"})

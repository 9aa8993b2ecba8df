"""A broker that delivers every message three times: what one queue gets, another receives thrice."""

import json
import threading
import uuid

import redis

TRIPLED = "tripled"


class Tripler:
    """Moves the messages of the queue ``celery`` to ``tripled``, three of each, until it is closed."""

    def __init__(self, broker: redis.Redis):
        self._broker, self._closing = broker, threading.Event()
        self.messages = 0
        self._thread = threading.Thread(target=self._move, daemon=True)
        self._thread.start()

    def _move(self):
        while not self._closing.is_set():
            taken = self._broker.brpop(["celery"], timeout=1)
            if taken:
                self.messages += 1
                self._broker.lpush(TRIPLED, *(_copy(taken[1]) for _ in range(3)))

    def close(self) -> None:
        self._closing.set()
        self._thread.join(20)


def _copy(message):
    """The same task with the same id; only the broker's own tag tells the deliveries apart."""
    copy = json.loads(message)
    copy["properties"] |= {"delivery_tag": str(uuid.uuid4())}
    copy["properties"]["delivery_info"] |= {"routing_key": TRIPLED}
    return json.dumps(copy)

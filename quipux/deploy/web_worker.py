"""A process of the web server that takes its leave of nobody who already knocked (safety §12, F-29)."""

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Asked to end, it answers also the connections that wait at its door, and only then shuts it.

    Without this the door stays open for as long as the last answers take, nobody opens it, and whoever knocked
    meanwhile is cut off: the proxy cannot know whether a form was received, so it does not send it to another server.
    """

    def set_accept_enabled(self, enabled):
        """Of the base class; asked with False for the last time when the process ends."""
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            self._let_in_the_last()

    def _let_in_the_last(self):
        for listener in self.sockets:
            known = -1
            while known != self.nr_conns:
                known = self.nr_conns
                self.accept(listener)
            listener.close()

"""Database and broker of the demonstration: given ones, the wheels' or the system's."""

import os
from pathlib import Path

from quipux import servers
from quipux.bootstrap.environment import install_system_packages, stop
from quipux.launcher.place import Place


class Backing:
    """The servers this demonstration starts, and their addresses."""

    def __init__(self, place: Place):
        self.place = place
        self.started: list = []
        self.run: Path | None = None

    @property
    def owns_database(self) -> bool:
        return not os.environ.get("DATABASE_URL")

    def start(self) -> dict[str, str]:
        """Starts what nobody gave and returns `database` and `redis`, their addresses."""
        try:
            self.run = servers.socket_folder(self.place.data, self.place.who)
            return {
                "database": os.environ.get("DATABASE_URL") or self._started(self._postgres()),
                "redis": os.environ.get("REDIS_URL") or self._started(self._broker()),
            }
        except servers.ServerError as error:
            stop(f"No se pudo iniciar un servidor de la demostración:\n{error}")

    def stop(self) -> None:
        for server in reversed(self.started):
            server.stop()

    def _started(self, server) -> str:
        self.started.append(server)
        return server.start()

    def _postgres(self) -> servers.Postgres:
        home, who = self.place.cluster_home, self.place.who
        candidates = [servers.wheel_postgres, self._copied_wheel, servers.system_postgres]
        for candidate in candidates:
            programs = candidate()
            if programs and servers.runs(programs / "postgres", who):
                return servers.Postgres(programs, home / "pg", self.run, who=who, durable=True)
        install_system_packages({"postgresql": False})
        return servers.Postgres(servers.system_postgres(), home / "pg", self.run, who=who, durable=True)

    def _copied_wheel(self) -> Path | None:
        # The project may lie where the server's user cannot read, the cluster's home never does.
        programs = servers.wheel_postgres()
        return servers.copy_for_user(programs, self.place.cluster_home) if programs and self.place.who else None

    def _broker(self) -> servers.Broker:
        for candidate in (servers.wheel_broker, servers.system_broker):
            program = candidate()
            if program and servers.runs(program, {}):
                return servers.Broker(program, self.run)
        install_system_packages({"redis-server": False})
        return servers.Broker(servers.system_broker(), self.run)

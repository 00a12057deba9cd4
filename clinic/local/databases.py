"""Which databases does a local PostgreSQL hold, who may use them, and at which address?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

ROLES_SQL = Path(__file__).with_name("roles.sql")
ROLES = ("plumb_owner", "plumb_app", "plumb_keeper")


@dataclass(frozen=True)
class Urls:
    """One address per role; `app` is DATABASE_URL, `owner` is MIGRATION_DATABASE_URL."""

    app: str
    owner: str
    keeper: str
    superuser: str


@dataclass(frozen=True)
class Databases:
    """Those of one running server, reached through the socket in that folder."""

    socket_folder: Path
    passwords: Mapping[str, str]

    def urls(self, database: str) -> Urls:
        return Urls(
            app=self._url("plumb_app", database),
            owner=self._url("plumb_owner", database),
            keeper=self._url("plumb_keeper", database),
            superuser=self._url("postgres", database),
        )

    def has(self, name: str) -> bool:
        """Whole, that is: a start broken off between making it and giving it its roles does not count."""
        with self._connect("postgres") as connection:
            found = connection.execute(
                "SELECT FROM pg_database WHERE datname = %s AND pg_get_userbyid(datdba) = 'plumb_owner'",
                [name],
            )
            return found.fetchone() is not None

    def create(self, name: str, template: str | None = None) -> None:
        """A new one, or a copy of another with all its tables, rows, policies and grants."""
        self.drop(name)
        with self._connect("postgres") as connection:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(words.format(sql.Identifier(name), sql.Identifier(template or "template0")))
        with self._connect(name) as connection, connection.transaction():
            connection.execute(ROLES_SQL.read_bytes())
            if template is None:
                self._set_passwords(connection)

    def drop(self, name: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def let_owner_create(self) -> None:
        """Only where tests make and drop databases of their own."""
        with self._connect("postgres") as connection:
            connection.execute("ALTER ROLE plumb_owner CREATEDB")

    def _url(self, role: str, database: str) -> str:
        return f"postgres://{role}:{self.passwords[role]}@{quote(str(self.socket_folder), safe='')}/{quote(database)}"

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self._url("postgres", database), autocommit=True)

    def _set_passwords(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        """Hashed on this side, so that no log can ever hold one."""
        for role in ROLES:
            password = self.passwords[role].encode()
            hashed = connection.pgconn.encrypt_password(password, role.encode(), b"scram-sha-256").decode()
            words = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(words.format(sql.Identifier(role), sql.Literal(hashed)))

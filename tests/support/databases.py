"""Databases of their own on the PostgreSQL server of the tests (VECHE_TEST_POSTGRES)."""
import os
import pathlib
import subprocess
import urllib.parse

from running import Program


class Postgres:
    """Databases of their own on the server of the tests."""

    def __init__(self, folder):
        self.server, self.folder, self.made = os.environ["VECHE_TEST_POSTGRES"], pathlib.Path(folder), []

    def sql(self, text, database=None):
        return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", text], check=True,
                              capture_output=True, text=True).stdout

    def url(self, database=None):
        parts = urllib.parse.urlsplit(self.server)
        return parts._replace(path=f"/{database}").geturl() if database else self.server

    def program(self, binary, name):
        database = f"veche_{os.getpid()}_{name}"
        self.sql(f'CREATE DATABASE "{database}"')
        self.made.append(database)
        config = self.folder / f"{name}.toml"
        config.write_text(f'database = "{self.url(database)}"\n')
        program = Program(binary, self.folder / name, config=config)
        program.database = database
        return program

    def rows(self, program):
        tables = self.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
                          program.database).split()
        return {table: sorted(self.sql(f"SELECT * FROM {table}", program.database).splitlines()) for table in tables}

    def drop(self):
        for database in self.made:
            self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

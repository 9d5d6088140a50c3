"""`geoops …`: thin, one command a function, one file a group; each loads only what it needs."""

import logging
import signal
import sys
from importlib import import_module

import click

from geoops.errors import GeoOpsError

COMMANDS = {
    "serve": "geoops.cli.serve:serve",
    "migrate": "geoops.cli.serve:migrate",
    "demo": "geoops.cli.demo:demo",
    "network": "geoops.cli.network:network",
    "token": "geoops.cli.token:token",
    "worker": "geoops.cli.worker:worker",
    "audit": "geoops.cli.audit:audit",
    "replay": "geoops.cli.replay:replay",
    "places": "geoops.cli.places:places",
    "erase": "geoops.cli.erase:erase",
    "bench": "geoops.cli.bench:bench",
}


class Commands(click.Group):
    """A group that imports a command only when it is called, and says errors in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error of the domain ends it with its sentence and status 1."""
        try:
            return super().invoke(ctx)
        except GeoOpsError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
@click.version_option(package_name="geoops")
@click.option("-v", "--verbose", is_flag=True, help="Say more of what happens.")
def main(verbose: bool) -> None:
    """GeoOps: shelter places, patrols and coverage on one map."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was begun is ended
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        format="geoops · %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("alembic", "procrastinate", "geoalchemy2", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.INFO if verbose else logging.WARNING)

"""`planqa keys make | list | revoke`.

In: a name and scopes, or an id. Out: the key on stdout, once; what is known of every key.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

keys_app = typer.Typer(help="Keys of the HTTP API.", no_args_is_help=True)


@keys_app.command()
def make(
    name: Annotated[str, typer.Argument(help="Who uses the key, for the list.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(help="`read`, `write` or `admin`; repeat for several; `read` by default."),
    ] = None,
) -> None:
    """Make a key and print it; it is shown this once and kept hashed."""
    from corpus.errors import PlanqaError
    from ui.access.key_store import SCOPES, KeyStore
    from ui.commands import read_settings

    given = scope or ["read"]
    wrong = [one for one in given if one not in SCOPES]
    if wrong:
        raise PlanqaError(
            "key_invalid", f"there is no scope {wrong[0]!a}: choose from {', '.join(SCOPES)}", 422
        )
    store = KeyStore(read_settings().home)
    key, text = store.make(name, [one for one in SCOPES if one in given])
    store.close()
    print(text)
    print(f"id {key.id}; keep the key now, it is not shown again", file=sys.stderr)


@keys_app.command(name="list")
def listed(
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the keys, without their secrets."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    from ui.access.key_routes import key_entry
    from ui.access.key_store import KeyStore
    from ui.commands import read_settings

    store = KeyStore(read_settings().home)
    entries = [key_entry(key) for key in store.all()]
    store.close()
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in entries], indent=2))
        return
    table = Table(Column("id", no_wrap=True), "name", "scopes", "made", "revoked")
    for one in entries:
        revoked = one.revoked_at.strftime("%Y-%m-%d %H:%M") if one.revoked_at else ""
        made = one.made_at.strftime("%Y-%m-%d %H:%M")
        table.add_row(one.id, Text(one.name), ", ".join(one.scopes), made, revoked)
    Console(highlight=False).print(table)


@keys_app.command()
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The key's id.")],
) -> None:
    """Revoke a key; a running server refuses it from the next request on."""
    from ui.access.key_store import KeyStore
    from ui.commands import read_settings

    store = KeyStore(read_settings().home)
    store.revoke(identity)
    store.close()
    print(f"revoked\t{identity}")


def add_keys(app: typer.Typer) -> None:
    """Make `planqa keys …` a command of `app`."""

    @app.command(
        name="keys",
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def keys(context: typer.Context) -> None:
        """Make, list and revoke keys of the HTTP API."""
        keys_app(args=context.args or ["--help"], prog_name="planqa keys", standalone_mode=False)

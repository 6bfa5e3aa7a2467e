"""`/keys`: making and revoking keys over HTTP, with a key that has the scope `admin`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from ui.access.caller import needs
from ui.access.key_store import LONGEST_NAME, SCOPES, ApiKey, KeyStore, Scope


class KeyRequest(BaseModel):
    """What a new key is for."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(
        min_length=1, max_length=LONGEST_NAME, description="Who uses it.", examples=["Portal"]
    )
    scopes: list[Scope] = Field(["read"], min_length=1, description="What it may do.")


class KeyEntry(BaseModel):
    """A key without its secret; times are in UTC."""

    id: str
    name: str
    scopes: list[Scope]
    made_at: datetime
    revoked_at: datetime | None


class NewKey(KeyEntry):
    """A key with its text, which is shown this once."""

    key: str


def key_routes(store: KeyStore) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/keys", tags=["keys"], dependencies=[Depends(needs("admin"))])

    @router.get("", summary="List the keys")
    def listed() -> list[KeyEntry]:
        return [key_entry(key) for key in store.all()]

    @router.post("", status_code=201, summary="Make a key")
    def make(request: KeyRequest) -> NewKey:
        key, text = store.make(request.name, request.scopes)
        return NewKey(**key_entry(key).model_dump(), key=text)

    @router.delete("/{key_id}", status_code=204, summary="Revoke a key")
    def revoke(key_id: Annotated[str, Path(description="The key's id.")]) -> None:
        store.revoke(key_id)

    return router


def key_entry(key: ApiKey) -> KeyEntry:
    """`key` as JSON shows it."""
    return KeyEntry(
        id=key.id,
        name=key.name,
        scopes=[scope for scope in SCOPES if scope in key.scopes],
        made_at=key.made_at,
        revoked_at=key.revoked_at,
    )

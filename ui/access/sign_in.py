"""`/sign-in` and `/sign-out`: how a browser gets in with a key, without keeping the key.

In: a key, typed into a form. Out: a cookie that no script can read, good for twelve hours, or
until the key is revoked. None of this is part of the API's description; docs/chat.md has it.
"""

from __future__ import annotations

from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from corpus.errors import PlanqaError
from ui.access.caller import COOKIE, Caller, Callers, same_site, session_token
from ui.access.key_store import SCOPES, SESSION_HOURS, Scope
from ui.headers import page_policy
from ui.source_view import page_style
from ui.texts import Language, preferred, texts

_NOT_KEPT = {"Cache-Control": "no-store"}
_LONGEST_KEY = 500


class Session(BaseModel):
    """Who the browser is signed in as; nobody's `name` is empty."""

    name: str
    scopes: list[Scope]


def sign_in_routes(callers: Callers) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    def page(
        then: Annotated[str, Query(max_length=2000)] = "/",
        accept_language: Annotated[str | None, Header()] = None,
    ) -> Response:
        return _page(preferred(accept_language), _own(then))

    @router.post("/sign-in")
    def sign_in(
        request: Request,
        key: Annotated[str, Form(max_length=_LONGEST_KEY)] = "",
        then: Annotated[str, Form(max_length=2000)] = "/",
        accept_language: Annotated[str | None, Header()] = None,
    ) -> Response:
        if not same_site(request.headers):
            return _page(preferred(accept_language), _own(then), wrong=True)
        try:
            caller = callers.holder(key.strip())
        except PlanqaError as error:
            if error.code != "key_wrong":
                raise
            return _page(preferred(accept_language), _own(then), wrong=True)
        response = RedirectResponse(_own(then), 303, _NOT_KEPT)
        response.set_cookie(
            COOKIE, callers.begin_session(caller), max_age=SESSION_HOURS * 3600, httponly=True,
            samesite="lax", secure=request.url.scheme == "https",
        )  # fmt: skip
        return response

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        token = session_token(request.headers)
        if token and same_site(request.headers):
            callers.store.end_session(token)
        response = RedirectResponse("/", 303, _NOT_KEPT)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    @router.get("/session")
    def session(request: Request, response: Response) -> Session:
        caller: Caller = request.state.caller
        response.headers.update(_NOT_KEPT)
        scopes = [scope for scope in SCOPES if caller.may(scope)]
        return Session(name=caller.name, scopes=scopes)

    return router


def _own(address: str) -> str:
    """`address` where it is one of this server's own; a browser reads `\\` as `/`."""
    fits = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if fits and address.isprintable() else "/"


def _page(language: Language, then: str, *, wrong: bool = False) -> HTMLResponse:
    css, style = page_style()
    words = texts(language)
    refusal = f'<p role="alert"><strong>{escape(words("sign_in.wrong"))}</strong></p>'
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(words('sign_in.title'))}</title><style>{css}</style></head><body><main>"
        f"<h1>{escape(words('sign_in.title'))}</h1><p>{escape(words('sign_in.why'))}</p>"
        f"{refusal if wrong else ''}"
        '<form method="post" action="/sign-in"><p><label>'
        f"{escape(words('sign_in.key'))} "
        '<input type="password" name="key" autocomplete="current-password" required autofocus>'
        f'</label></p><input type="hidden" name="then" value="{escape(then)}">'
        f'<p><button type="submit">{escape(words("sign_in.submit"))}</button></p></form>'
        "</main></body></html>"
    )
    headers = {
        **_NOT_KEPT,
        "Content-Security-Policy": page_policy(style, forms=True),
        # Without a referrer a browser sends no origin with the form, and the key would be refused.
        "Referrer-Policy": "same-origin",
    }
    return HTMLResponse(page, 401 if wrong else 200, headers)

"""Security headers on every response; the content policy keeps every request on this server."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's front end needs inline scripts and styles; nothing may come from or go to another host.
CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)


# What is no page opens nothing and is shown in nothing.
NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_CROSS_ORIGIN = "access-control-"


def page_policy(style_hash: str, *, forms: bool = False) -> str:
    """Policy of a page without scripts whose one style sheet has the given SHA-256 (base64)."""
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; base-uri 'none'; "
        f"form-action {chr(39)}{'self' if forms else 'none'}{chr(39)}; frame-ancestors 'self'"
    )


class SecurityHeaders:
    """ASGI middleware: adds the headers that a response does not set itself.

    Args:
        cross_origin: whether pages of other sites may be told anything; what the chat's framework
            would tell them is taken out otherwise.
    """

    def __init__(self, app: ASGIApp, *, cross_origin: bool = False) -> None:
        self._app = app
        self._cross_origin = cross_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                page = headers.get("content-type", "").startswith("text/html")
                policy = CHAT_POLICY if page else NO_PAGE_POLICY
                headers.setdefault("Content-Security-Policy", policy)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if self._cross_origin:
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                else:
                    for name in [one for one in headers if one.startswith(_CROSS_ORIGIN)]:
                        del headers[name]
            await send(message)

        await self._app(scope, receive, send_with_headers)

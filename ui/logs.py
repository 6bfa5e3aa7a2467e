"""The log: one line for each request and for what goes wrong, on stderr.

In: log records. Out: text, or JSON objects for a collector. The text of questions is in none of
them unless `server.log_questions` is on.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

from rag.settings import ServerSettings
from ui import request_id

_NAMES = ("planqa", "uvicorn")
_FIELDS = "fields"


class _WithFields(logging.Filter):
    """Puts the request's id among a record's fields."""

    def filter(self, record: logging.LogRecord) -> bool:
        fields = dict(getattr(record, _FIELDS, {}))
        identity = request_id.current.get()
        if identity is not None:
            fields.setdefault("request", identity)
        setattr(record, _FIELDS, fields)
        return True


class _Text(logging.Formatter):
    """`2026-01-31T10:00:00Z INFO request method=GET path=/documents …`"""

    def format(self, record: logging.LogRecord) -> str:
        message = " ".join(record.getMessage().split())
        fields = "".join(f" {k}={_plain(v)}" for k, v in getattr(record, _FIELDS, {}).items())
        line = f"{_when(record)} {record.levelname} {message}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _Json(JsonFormatter):
    def add_fields(
        self,
        log_data: dict[str, object],
        record: logging.LogRecord,
        message_dict: dict[str, object],
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data.pop(_FIELDS, None)
        log_data.pop("color_message", None)
        log_data |= {"time": _when(record), "level": record.levelname, "logger": record.name}
        log_data |= getattr(record, _FIELDS, {})


def start_logging(settings: ServerSettings) -> None:
    """Send what planqa and uvicorn log to stderr, in the form that the settings ask for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if settings.logs == "json" else _Text())
    handler.addFilter(_WithFields())
    for name in _NAMES:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if name == "planqa" else logging.WARNING)


def log(logger: logging.Logger, message: str, **fields: object) -> None:
    """One line at the level INFO, with these fields."""
    logger.info(message, extra={_FIELDS: fields})


def _when(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: object) -> str:
    """A value on one line, quoted where it holds more than one word."""
    text = str(value)
    return text if text and text.isprintable() and " " not in text else ascii(text)

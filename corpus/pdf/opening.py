"""Opens a PDF, and says what is wrong with one that cannot be opened.

In: bytes, and a password where the file is locked. Out: the PDF, open. A file that only its owner
may change opens without a password.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import PlanqaError

_MOST_PAGES = 3000


@contextmanager
def opened(data: bytes, password: str | None) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, open.

    Raises:
        PlanqaError: `password_needed`, `password_wrong`, `pdf_unreadable` or `too_many_pages`.
    """
    try:
        pdf = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) != pdfium.FPDF_ERR_PASSWORD:
            raise PlanqaError(
                "pdf_unreadable", "the PDF is damaged and cannot be opened; save it anew", 422
            ) from error
        if password is None:
            raise PlanqaError(
                "password_needed", "the PDF is locked; give its password with --password", 422
            ) from error
        raise PlanqaError(
            "password_wrong", "the password does not open the PDF; check --password", 422
        ) from error
    try:
        if len(pdf) > _MOST_PAGES:
            raise PlanqaError(
                "too_many_pages",
                f"the PDF has {len(pdf)} pages and {_MOST_PAGES} are read; split it",
                413,
            )
        yield pdf
    finally:
        pdf.close()

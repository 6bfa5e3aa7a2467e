"""Damaged and hostile files: each is a readable document or an error with a code, in time.

The files are one plan in every format there is, with bytes changed, cut out, doubled and moved;
for formats that are packed, also inside the packing.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus.archive import is_archive
from corpus.errors import PlanqaError
from corpus.model import Description, Document
from corpus.reader import FORMATS
from index.child_reader import ChildReader
from index.limits import Limits
from tests.corpus.one_plan import as_docx, as_html, as_markdown, as_pdf, as_text

FILES = 1000
SECONDS = 20
KNOWN = Description("plan", "Plan", None, 2025, "lv", "", "plan")
SEEDS: dict[str, Callable[[], bytes]] = {
    "text": as_text, "markdown": as_markdown, "html": as_html, "docx": as_docx, "pdf": as_pdf,
}  # fmt: skip
_TOKENS = [
    b"\x00", b"\xff" * 40, b"<" * 200, b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"<script>",
    b"/JavaScript", b"endobj", b"99999999999999999999", b"-1", b"\n" * 500, b"|" * 300, b"# ",
    b"<table><tr><td>", b"..\\..\\", "\u202e\ud7ff".encode(), b"PK\x03\x04", b"%PDF-",
]  # fmt: skip


@st.composite
def changes(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """A few changes, at places that are shares of the file's length."""
    place = st.floats(0, 1, exclude_max=True)
    kinds = st.sampled_from(["flip", "cut", "double", "insert", "end"])
    steps = draw(
        st.lists(st.tuples(kinds, place, place, st.sampled_from(_TOKENS)), min_size=1, max_size=6)
    )

    def change(data: bytes) -> bytes:
        for kind, where, length, token in steps:
            at = int(where * len(data))
            until = min(len(data), at + 1 + int(length * min(len(data), 4000)))
            if kind == "flip" and data:
                data = data[:at] + bytes([data[at] ^ (1 + int(length * 254))]) + data[at + 1 :]
            elif kind == "cut":
                data = data[:at] + data[until:]
            elif kind == "double":
                data = data[:until] + data[at:]
            elif kind == "insert":
                data = data[:at] + token + data[at:]
            elif length < 0.2:
                data = data[:at]
        return data

    return change


def inside(data: bytes, share: float, change: Callable[[bytes], bytes]) -> bytes:
    """One file of a package changed, and the package made anew around it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as made:
        names = packed.namelist()
        chosen = names[int(share * len(names))]
        for name in names:
            content = packed.read(name)
            made.writestr(name, change(content) if name == chosen else content)
    return out.getvalue()


def readable(document: Document) -> bool:
    length = len(document.text)
    return all(0 <= s.start < s.end <= length for p in document.passages for s in p.pieces)


@pytest.fixture(scope="module")
def reader() -> Iterator[ChildReader]:
    with ChildReader(Limits(seconds=SECONDS, memory_bytes=2_000_000_000)) as reader:
        yield reader


def outcome(reader: ChildReader, data: bytes) -> str:
    """The code of the error, or `read`; reads what is in an archive likewise."""
    try:
        members = reader.members(data)
        if members is not None:
            found = [outcome(reader, inner) for _, inner in members]
            return next((one for one in found if one != "read"), "read")
        assert readable(reader.read(data, "plan", KNOWN))
    except PlanqaError as error:
        clear = error.message and 400 <= error.status < 600
        return error.code if clear else "no clear error"
    return "read"


def packed() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, seed in SEEDS.items():
            archive.writestr(f"{name}/plan", seed())
    return out.getvalue()


def test_there_is_a_seed_for_every_format(reader: ChildReader) -> None:
    assert {one.name for one in FORMATS} == set(SEEDS)
    for seed in SEEDS.values():
        assert outcome(reader, seed()) == "read"


@pytest.mark.long
@pytest.mark.parametrize("name", [*SEEDS, "zip"])
def test_a_mutated_file_is_an_error_with_a_code_or_a_readable_document(
    reader: ChildReader, name: str
) -> None:
    seed = SEEDS[name]() if name in SEEDS else packed()
    outcomes: Counter[str] = Counter()
    is_package = name == "docx" or is_archive(seed)

    @settings(
        max_examples=FILES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(changes(), st.floats(0, 1, exclude_max=True), st.booleans())
    def mutate(change: Callable[[bytes], bytes], share: float, deep: bool) -> None:
        data = inside(seed, share, change) if is_package and deep else change(seed)
        outcomes[outcome(reader, data)] += 1

    mutate()
    print(name, dict(outcomes))
    assert outcomes.total() >= FILES
    # The limits are for what no reader foresaw; a file of this size must not need them.
    beyond = {
        "parse_timeout",
        "parse_memory",
        "parse_crashed",
        "reader_unavailable",
        "no clear error",
    }
    assert not beyond & set(outcomes)

"""A file under watch is read once nobody writes it any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ui.watching import settled, states_of


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("", encoding="utf-8")  # an editor empties it before it writes

    def writing() -> Iterator[None]:
        for part in ("1. Mērķis\n\n", "Nojaukt tiltu.\n"):
            with plan.open("a", encoding="utf-8") as file:
                file.write(part)
            yield

    parts = writing()
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        next(parts, None)

    found = settled(lambda: states_of([tmp_path]), pause)
    assert found == states_of([tmp_path])
    assert found[str(plan)][0] == len("1. Mērķis\n\nNojaukt tiltu.\n".encode())
    assert len(pauses) == 3  # two parts, and one look that shows the same as the one before


def test_a_file_that_grows_without_end_is_read_as_it_stands(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("0", encoding="utf-8")

    def pause(_: float) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write("1")

    assert settled(lambda: states_of([tmp_path]), pause) == states_of([tmp_path])


def test_a_file_that_is_gone_has_no_state(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Nojaukt tiltu.", encoding="utf-8")
    assert list(states_of([tmp_path])) == [str(plan)]
    plan.unlink()
    assert states_of([tmp_path]) == {}

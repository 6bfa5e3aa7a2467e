"""The folder of a model, from what a setting calls it.

In: a setting, and a folder or a name on the Hugging Face hub. Out: a folder on this machine. A
model of the hub is fetched once; from then on it is taken from the hub's cache, offline.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlanqaError

# Other frameworks' copies of the same weights, and what is no part of the model.
_NOT_NEEDED = (
    "onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.gguf", "*.jpg", "*.png",
)  # fmt: skip
_PICKLED = ("*.bin", "*.pth")
_HUB_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """A setting that names a model.

    Attributes:
        name: of the setting.
        kind: what the codes of its errors begin with.
        takes: what it takes besides a name on the hub.
        file: what every such model has; a model of the hub is known by it.
    """

    name: str
    kind: str
    takes: str = "a folder"
    file: str = "config.json"

    def unavailable(self, model: str, why: str) -> PlanqaError:
        """The error that the model cannot be had."""
        return PlanqaError(
            f"{self.kind}_unavailable",
            f"The model {model!r} {why}. Give `{self.name}` {self.takes} that holds it, connect"
            " once so that it is fetched, or leave the setting out.",
            503,
        )

    def invalid(self, model: str, why: str) -> PlanqaError:
        """The error that the model is none of the kind."""
        return PlanqaError(
            f"{self.kind}_invalid",
            f"The model {model!r} {why}. Give `{self.name}` another one, or leave the setting out.",
            503,
        )


def model_folder(model: str, setting: ModelSetting) -> Path:
    """Where the model is; a folder of that name goes before the hub.

    Raises:
        PlanqaError: `…_unavailable` when it cannot be had, `…_invalid` when what the hub has of
            that name is none of the kind.
    """
    path = Path(model).expanduser()
    if model and path.is_dir():
        return path
    if path.exists() or not _is_hub_name(model):
        raise setting.unavailable(model, f"is neither {setting.takes} nor a name on the hub")
    return _cached(model, setting.file) or _fetched(model, setting)


def _is_hub_name(model: str) -> bool:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        # Asked for the hub's own rule of what a name may be.
        try_to_load_from_cache(model, "config.json")
    except HFValidationError:
        return False
    return "/" in model


def _cached(name: str, file: str) -> Path | None:
    from huggingface_hub import snapshot_download, try_to_load_from_cache
    from huggingface_hub.errors import LocalEntryNotFoundError

    found = try_to_load_from_cache(name, file)
    if not isinstance(found, str):
        return None
    has_safetensors = any(Path(found).parent.rglob("*.safetensors"))
    try:
        return Path(
            snapshot_download(name, local_files_only=True, ignore_patterns=_left(has_safetensors))
        )
    except LocalEntryNotFoundError:
        return None


def _fetched(name: str, setting: ModelSetting) -> Path:
    from httpx2 import HTTPError
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        listing = HfApi().model_info(name, timeout=_HUB_TIMEOUT_S).siblings or ()
        files = [entry.rfilename for entry in listing]
        if setting.file not in files:
            raise setting.invalid(name, f"has no {setting.file} on the hub")
        has_safetensors = any(file.endswith(".safetensors") for file in files)
        return Path(snapshot_download(name, ignore_patterns=_left(has_safetensors)))
    except RepositoryNotFoundError as error:
        why = "is not a model of the hub, or one that asks for a token (`hf auth login`)"
        raise setting.unavailable(name, why) from error
    except (HTTPError, OSError) as error:
        why = f"is not on this machine, and the hub cannot be reached ({type(error).__name__})"
        raise setting.unavailable(name, why) from error


def _left(has_safetensors: bool) -> list[str]:
    """Patterns of the files of a hub model that are not fetched."""
    return [*_NOT_NEEDED, *(_PICKLED if has_safetensors else ())]

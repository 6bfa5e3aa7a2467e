"""An open cross-encoder, from what a setting calls it.

In: a setting, and a folder or a name on the hub. Out: a sentence-transformers `CrossEncoder`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.model_folder import ModelSetting, model_folder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def open_cross_encoder(
    model: str, setting: ModelSetting, device: str | None = None
) -> CrossEncoder:
    """Open the model; on a GPU if there is one, unless `device` says otherwise.

    Raises:
        PlanqaError: `…_unavailable` when it cannot be had, `…_invalid` when it is no such model.
    """
    from sentence_transformers import CrossEncoder

    folder = model_folder(model, setting)
    try:
        opened: CrossEncoder = CrossEncoder(str(folder), device=device, local_files_only=True)
    except Exception as error:  # the loaders below raise all kinds
        reason = str(error).strip().partition("\n")[0]
        raise setting.invalid(model, f"is not a cross-encoder ({reason})") from error
    return opened

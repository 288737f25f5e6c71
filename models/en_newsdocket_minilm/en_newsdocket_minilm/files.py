"""What the components of the package have in common: they are three files, and a network made from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from typing_extensions import Self

FILES = ("labels.json", "graph.onnx", "weights.npz")

R = TypeVar("R")


class FilesComponent(Generic[R]):
    """A component that is kept as its files; what it works with (``ready``) is made from them on first use."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._ready: R | None = None

    def make_ready(self) -> R:
        """What the component works with, from its files."""
        raise NotImplementedError

    @property
    def ready(self) -> R:
        """The network and its tables, made on first use."""
        if self._ready is None:
            self._ready = self.make_ready()
        return self._ready

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The files of the component as one string of bytes."""
        sizes = [len(self.files[name]) for name in FILES]
        return json.dumps(sizes).encode() + b"\n" + b"".join(self.files[name] for name in FILES)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """The component from :meth:`to_bytes`."""
        head, _, rest = data.partition(b"\n")
        for name, size in zip(FILES, json.loads(head), strict=True):
            self.files[name], rest = rest[:size], rest[size:]
        self._ready = None
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the labels, the graph and the weights to the folder ``path``."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / name).write_bytes(self.files[name])

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the files; the network is made on first use."""
        self.files = {name: (Path(path) / name).read_bytes() for name in FILES}
        self._ready = None
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_ready": None}

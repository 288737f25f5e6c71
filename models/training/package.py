"""Writes a pipeline as an installable package: ``pip install`` it, then ``spacy.load`` finds it by name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from spacy.language import Language
from thinc.types import Floats2d

NAME = "newsdocket"
PACKAGE = f"en_{NAME}"

INIT = '''"""The English pipeline of newsdocket: tags, dependencies, lemmas, sentences and names for court news."""

from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides: object) -> Language:
    """The pipeline, as ``spacy.load`` gives it; ``overrides`` are passed on to it."""
    return load_model_from_init_py(__file__, **overrides)
'''

PYPROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "en_{name}"
version = "{version}"
description = "{description}"
requires-python = ">=3.10"
license = "CC-BY-SA-4.0"
dependencies = ["spacy>=3.8.2,<3.9"]

[project.entry-points.spacy_models]
en_{name} = "en_{name}"

[tool.setuptools]
packages = ["en_{name}"]

[tool.setuptools.package-data]
en_{name} = ["meta.json", "en_{name}-{version}/**"]
"""

DESCRIPTION = "English pipeline for court news: tags, Universal Dependencies, lemmas, sentence boundaries and names"


def round_weights(nlp: Language) -> None:
    """Round every weight and vector to half precision, kept in single: half the bits are zero and compress away."""
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, _rounded(node.get_param(name)))
    nlp.vocab.vectors.data = _rounded(nlp.vocab.vectors.data)


def _rounded(values: Floats2d) -> Floats2d:
    return values.astype("float16").astype("float32")


def write_package(nlp: Language, output: Path, version: str, meta: dict[str, object]) -> Path:
    """Write ``nlp`` as the package folder ``output`` (replacing an earlier version) and return its data folder."""
    inner = output / PACKAGE
    if inner.exists():
        shutil.rmtree(inner)
    data = inner / f"{PACKAGE}-{version}"
    data.mkdir(parents=True)
    round_weights(nlp)
    nlp.meta.update(
        name=NAME,
        version=version,
        description=DESCRIPTION,
        license="CC BY-SA 4.0",
        spacy_version=">=3.8.2,<3.9",
        **meta,
    )
    nlp.to_disk(data)
    shutil.copy(data / "meta.json", inner / "meta.json")
    (inner / "__init__.py").write_text(INIT, encoding="utf8")
    pyproject = PYPROJECT.format(name=NAME, version=version, description=DESCRIPTION)
    (output / "pyproject.toml").write_text(pyproject, encoding="utf8")
    return data


def update_meta(output: Path, version: str, **entries: object) -> None:
    """Add ``entries`` (the scores) to both copies of ``meta.json`` of a written package."""
    for path in (output / PACKAGE / "meta.json", output / PACKAGE / f"{PACKAGE}-{version}" / "meta.json"):
        meta = json.loads(path.read_text(encoding="utf8"))
        meta.update(entries)
        path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf8")

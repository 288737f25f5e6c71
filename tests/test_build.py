"""The wheel and the sdist: built from a copy, with everything that the package needs at run time inside."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline" / "newsdocket"
BUILD = "import setuptools.build_meta as b; b.build_wheel('dist'); b.build_sdist('dist')"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist, built by the installed setuptools; skips where that is too old."""
    setuptools = pytest.importorskip("setuptools")
    if int(setuptools.__version__.split(".")[0]) < 77:
        pytest.skip("needs setuptools 77")
    copy = tmp_path_factory.mktemp("build")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    leave = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*")
    shutil.copytree(ROOT / "pipeline", copy / "pipeline", ignore=leave)
    (copy / "dist").mkdir()
    subprocess.run([sys.executable, "-c", BUILD], cwd=copy, check=True, capture_output=True)
    return copy / "dist"


def needed() -> set[str]:
    """Every file of the package, as it must stand in an archive."""
    files = (path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if not any(p == "__pycache__" or p.startswith(".") for p in path.parts)}


def test_the_wheel_holds_every_file(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert needed() <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"newsdocket"}


def test_the_sdist_holds_every_file(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"pipeline/{name}" for name in needed()} | {"pyproject.toml", "README.md", "LICENSE"} <= names


def test_the_wheel_runs_without_the_sources(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(target)
    code = f"import sys; sys.path.insert(0, {str(target)!r}); import newsdocket; from newsdocket.cli import main; "
    code += "assert newsdocket.__file__.startswith(sys.path[0]), newsdocket.__file__; main(['schema'])"
    found = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert '"schema_version"' in found.stdout

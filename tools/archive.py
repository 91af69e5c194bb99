"""Pack what the results pages rest on into one file: `python -m tools.archive FILE.zip`.

The archive holds the pages, their stored values and figures, the study files and the constraints. `MANIFEST.json` has
the SHA-256 of every file, the version, the model's hash and the revision. The same files give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import tomllib
import zipfile
from pathlib import Path

from experiments.output.folders import whole_file
from experiments.runs.versions import model_hash, program_hash

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "docs/*.md", "docs/values/*.json", "docs/figures/*.png", "experiments/studies/*.toml",
    "experiments/questions/*.toml", "experiments/questions/answers/*.json",
    "experiments/scenarios/*.toml", "experiments/evidence/filed/*.toml",
    "experiments/evidence/filed/results.json", "experiments/evidence/robustness/*.toml",
    "experiments/evidence/calibration/result.json", "model/paradigms/protocol/*.toml", "model/references.bib",
    "model/data/*", "CITATION.cff", "LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "constraints.txt",
    "requirements.lock",
)  # fmt: skip
MADE = (1980, 1, 1, 0, 0, 0)  # the date of every file in the archive, so that it does not depend on the clock


def parts() -> list[Path]:
    """Return the files of the archive, in order."""
    return sorted({path for pattern in PARTS for path in ROOT.glob(pattern) if path.is_file()})


def manifest(files: list[Path]) -> dict[str, object]:
    """Return what the archive is made of, with the SHA-256 of each file."""
    asked = ["git", "rev-parse", "HEAD"]
    revision = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sums = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {
        "program": about["name"],
        "version": about["version"],
        "revision": revision or None,
        "model": model_hash(),
        "experiments": program_hash(),
        "redo": "docs/redo.md names the command that makes each page again",
        "sha256": sums,
    }


def write(path: Path) -> int:
    """Write the archive, and return the number of its files without the manifest."""
    files = parts()
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = {"MANIFEST.json": (json.dumps(manifest(files), indent=1, ensure_ascii=False) + "\n").encode()}
    with whole_file(path) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*texts.items(), *((one.relative_to(ROOT).as_posix(), one.read_bytes()) for one in files)]:
            entry = zipfile.ZipInfo(name, date_time=MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return len(files)


def main() -> None:
    """Write the archive that the command line names."""
    parser = argparse.ArgumentParser(description="Pack what the results pages rest on into one file.")
    parser.add_argument("file", type=Path, metavar="FILE.zip")
    path = parser.parse_args().file
    print(f"{path}: {write(path)} files, {path.stat().st_size / 1e6:.1f} MB, model {model_hash()}")


if __name__ == "__main__":
    main()

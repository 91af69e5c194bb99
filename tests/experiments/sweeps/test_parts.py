"""The files of a sweep: which are read, and how damage, copies and strangers among them are found."""

import random
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from agents.errors import InputError
from experiments.design.study import study_of
from experiments.sweeps.results import read_results
from experiments.sweeps.runner import sweep
from tests.helpers.sweeps import SMALL, Here, csv_of, run_here
from tests.shell import called


@pytest.fixture
def swept(tmp_path) -> Path:
    run_here(SMALL, tmp_path / "out", Here())
    return tmp_path / "out"


def only_part(folder: Path) -> Path:
    (part,) = (folder / "runs").glob("part-*.parquet")
    return part


def test_only_finished_parts_are_read(swept):
    expected, part = csv_of(swept), only_part(swept)
    shutil.copy(part, part.with_name(f"{part.stem} (1).parquet"))  # as a sync client does
    (part.parent / f"._{part.name}").write_bytes(b"x")  # as a Mac does
    (part.parent / "desktop.ini").write_text("[.ShellClassInfo]")
    (part.parent / f"{part.name}.tmp").write_bytes(part.read_bytes()[:50])
    (part.parent / "part-0123456789abcdef.parquet").mkdir()
    assert csv_of(swept) == expected
    assert sweep(study_of(SMALL), swept, workers=1).done == 8


def test_a_run_in_two_parts_is_counted_once(swept, tmp_path, monkeypatch):
    expected = csv_of(swept)
    monkeypatch.setattr("experiments.sweeps.runner.WRITE_SECONDS", 0.0)
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)
    run_here(SMALL, tmp_path / "other machine", Here())  # the same runs in other parts
    for part in (tmp_path / "other machine" / "runs").iterdir():
        shutil.copy(part, swept / "runs")
    assert len(list((swept / "runs").iterdir())) > 2
    assert csv_of(swept) == expected and read_results(swept).missing == 0
    assert called("results", str(swept), "--json", cwd=tmp_path).returncode == 0


def test_a_folder_that_is_named_like_a_draft_is_left_alone(swept, tmp_path):
    (swept / ".part-x").mkdir()
    (tmp_path / "small.toml").write_text(SMALL)
    assert called("sweep", "small.toml", "--out", str(swept), "--jobs", "1", cwd=tmp_path).returncode == 0
    assert (swept / ".part-x").is_dir()


def test_parts_that_disagree_on_a_run_are_named(swept, tmp_path, monkeypatch):
    kept = "experiments.sweeps.workers.kept_outcomes"
    monkeypatch.setattr("experiments.sweeps.runner.CHUNK_SECONDS", 0.0)
    monkeypatch.setattr("experiments.sweeps.runner.WRITE_SECONDS", 0.0)
    monkeypatch.setattr(kept, lambda run, study: [[0.5] * 3] * 3)
    run_here(SMALL, tmp_path / "wrong", Here())
    wrong = sorted((tmp_path / "wrong" / "runs").iterdir())[0]
    shutil.copy(wrong, swept / "runs")
    with pytest.raises(InputError, match="have different results of the run") as refused:
        read_results(swept)
    assert wrong.name in str(refused.value) and "har ulike resultater" in refused.value.text("nb")


def test_a_part_of_another_study_or_model_is_named(swept, tmp_path, monkeypatch):
    run_here(SMALL.replace("months = 3", "months = 4"), tmp_path / "other", Here())
    foreign = only_part(tmp_path / "other")
    shutil.copy(foreign, swept / "runs")
    with pytest.raises(InputError, match=f"{foreign.name} belongs to another study"):
        read_results(swept)
    with pytest.raises(InputError, match=f"{foreign.name}. have another order"):
        sweep(study_of(SMALL), swept, workers=1)
    (swept / "runs" / foreign.name).unlink()
    monkeypatch.setattr("experiments.sweeps.store.model_hash", lambda: "0123456789abcdef")
    monkeypatch.setattr("experiments.runs.manifest.model_hash", lambda: "0123456789abcdef")
    run_here(SMALL.replace("seeds = 2", "seeds = [2]"), tmp_path / "old", Here())
    other = only_part(tmp_path / "old")
    monkeypatch.undo()
    part = only_part(swept)
    part.rename(tmp_path / "away")
    shutil.copy(other, part.parent / other.name)
    with pytest.raises(InputError, match="another study or sample|another version of the model"):
        read_results(swept)


def test_checksums_of_pages_are_written(swept):
    part = only_part(swept)
    data = bytearray(part.read_bytes())
    column = pq.read_metadata(part).row_group(0).column(7)  # an outcome
    data[column.data_page_offset + column.total_compressed_size - 3] ^= 1
    part.write_bytes(data)
    with pytest.raises(InputError, match="cannot be read"):
        read_results(swept)


def test_no_flipped_bit_changes_a_number_in_silence(swept, tries):
    part, chance = only_part(swept), random.Random(1)
    whole, expected = part.read_bytes(), csv_of(swept)
    refused = 0
    for _ in range(tries(150, 20_000)):
        data, bit = bytearray(whole), chance.randrange(8 * len(whole))
        data[bit // 8] ^= 1 << (bit % 8)
        part.write_bytes(data)
        try:
            assert csv_of(swept) == expected
        except InputError as error:
            assert part.name in str(error)
            refused += 1
    assert refused > 0


def test_a_part_cut_short_anywhere_is_named(swept, tries):
    part, chance = only_part(swept), random.Random(2)
    whole = part.read_bytes()
    for length in [0, 1, 4, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(tries(10, 2_000)))]:
        part.write_bytes(whole[:length])
        for ask in (read_results, lambda folder: sweep(study_of(SMALL), folder, workers=1)):
            with pytest.raises(InputError, match=f"{part.name} cannot be read"):
                ask(swept)

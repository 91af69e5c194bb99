"""`python -m experiments.evidence.uncertainty`: write the study files again after a change of a default or a bound."""

from experiments.design.study import read_study
from experiments.evidence.uncertainty.studies import FOLDER, screening_text, seeds_text, shares_text
from experiments.output.folders import write_text


def main() -> None:
    """Write the studies of seeds, screening and shares; shares keeps its present parameters."""
    names = [factor.name for factor in read_study(FOLDER / "shares.toml").factors if factor.sampled]
    texts = {"seeds": seeds_text(), "screening": screening_text(), "shares": shares_text(names)}
    for name, text in texts.items():
        write_text(FOLDER / f"{name}.toml", text)
        print(FOLDER / f"{name}.toml")


if __name__ == "__main__":
    main()

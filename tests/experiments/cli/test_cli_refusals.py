"""What the command line refuses: exit code 2, a line that says what would be valid, in either language; no traces."""

from pathlib import Path

import click

from experiments.cli.command_line import COMMANDS, main
from experiments.cli.command_line import samskaping as commands
from experiments.cli.numbers import Whole
from experiments.defaults import MOST_MONTHS
from model.timeline import change
from tests.each import each
from tests.model.parameters.test_texts import message_faults
from tests.shell import samskaping

BAD = [
    (["compare", "--set", "trust.los_aversion=2"], ["trust.los_aversion", "did you mean 'trust.loss_aversion'"]),
    (["compare", "--set", "trust.loss_aversion=99"], ["trust.loss_aversion", "99", "from 1 to 5"]),
    (["compare", "--set", "trust.loss_aversion=nan"], ["from 1 to 5"]),
    (["compare", "--set", "trust.loss_aversion=much"], ["'much'", "from 1 to 5"]),
    (["compare", "--set", "trust.loss_aversion"], ["name=value"]),
    (["compare", "--set", "=2"], ["name=value"]),
    (["compare", "--set", "trust.start=.5", "--set", "trust.start=.6"], ["given twice"]),
    (["compare", "--set", "rules.aggregation.weight_desin=1"], ["unknown rule", "weight_design"]),
    (["compare", "--set", "rules.scope.meetings_per_year=6"], ["contradictory rules", "recruitment"]),
    (["compare", "--citizens", "0"], ["citizens = 0"]),
    (["compare", "--citizens", "-5"], ["citizens = -5"]),
    (["compare", "--citizens", "many"], ["--citizens", "many"]),
    (["compare", "--months", "0"], ["months = 0"]),
    (["compare", "--months", "-1"], ["months = -1"]),
    (["compare", "--seeds", "0"], ["seeds = 0"]),
    (["compare", "--seed", "-1"], ["seed = -1"]),
    (["compare", "--jobs", "0"], ["--jobs = 0 is not valid: it must be a whole number from 1 to 1,024"]),
    (["ask", "obstacles", "--jobs", "x"], ["--jobs = 'x' is not valid: it must be a whole number from 1 to 1,024"]),
    (["trust", "--seeds", "0"], ["error: --seeds = 0 is not valid"]),
    (["ablate", "--months", "0"], ["error: --months = 0 is not valid"]),
    (["compare", "--paradigms", "TPA,NPX"], ["unknown paradigm 'NPX'", "did you mean"]),
    (["compare", "--paradigms", "TPA,tpa"], ["TPA is given twice"]),
    (["compare", "--paradigms", ","], ["no paradigm"]),
    (["compare", "--municipality", "Herøy"], ["1515", "1818"]),
    (["compare", "--municipality", "Lavrik", "--lang", "nb"], ["ingen kommune heter 'Lavrik'", "mente du 'Larvik'"]),
    (["compare", "--set", "needs.lived=1,5", "--lang=nb"], ["Skriv desimaler med punktum", "needs.lived=1.5"]),
    (["compare", "--set", "needs.lived=99", "--lang=nb"], ["Det må være et tall fra 0 til 10"]),
    (["compare", "--seeds", "0", "--lang", "nb"], ["feil: --seeds = 0 ", "heltall fra 1 til 100"]),
    (["municipalities", "Lavrik", "--lang", "nb"], ["feil: fant ikke 'Lavrik' i navn, fylker", "mente du 'Larvik'"]),
    (["compare", "--set", "budget=3"], ["'budget'", "money.case_budget", "samskaping parameters budget"]),
    (["compare", "--set", "needs.wickednes=1.5"], ["'needs.wickednes'", "`samskaping parameters needs.wickedness`"]),
    (["compare", "--at", "25-36:money.case_budget*0,85"], ["a point: --at 25-36:money.case_budget*0.85"]),
    (["run", "--at", "25:trust.gain=0,1", "--lang", "nb"], ["Skriv desimaler med punktum: --at 25:trust.gain=0.1"]),
    (["compare", "--municipality", "Lavrik"], ["did you mean 'Larvik'"]),
    (["compare", "--municipality", "9999"], ["9999", "0301"]),
    (["compare", "--out", ""], ["--out"]),
    (["compare", "--out", "."], ["--out"]),
    (["compare", "--lang", "sv"], ["--lang sv", "valid: en (English), nb (Bokmål), nn (Nynorsk)\n"]),
    (["compare", "--lang", "nynorks"], ["--lang nynorks", "did you mean 'nn'"]),
    (["--lang", "norsk", "compare"], ["--lang norsk", "did you mean 'nb'"]),
    (["--seeds", "3", "compare"], ["stand after its name: samskaping compare --seeds"]),
    (["analyse", "nowhere"], ["name an analysis of nowhere: sensitivity, contrasts"]),
    (["analyse", "--lang", "nb", "nowhere"], ["oppgi en analyse av nowhere: sensitivity, contrasts"]),
    (["analyse", "--json", "--outcomes", "fit", "nowhere", "pareto"], ["nowhere holds no sweep"]),
    (["analyse", "--json", "nowhere.json"], ["nowhere.json"]),
    (["compare", "--set", "rules.aggregation.weight_design=9"], ["error: rules.aggregation.weight_design = 9 is not"]),
    (["compare", "--seedz", "3"], ["--seedz", "--seeds"]),
    (["compare", "extra"], ["extra"]),
    (["compare", "Larvik"], ["Larvik is a municipality: write --municipality Larvik"]),
    (["compare", "3909", "--seeds", "2"], ["3909 is a municipality: write --municipality 3909"]),
    (["run", "Vestre Toten", "--lang", "nb"], ["er en kommune: skriv --municipality 'Vestre Toten'"]),
    (["run", "Larvik"], ["Larvik is a municipality: write --municipality Larvik"]),
    (["run", "--municipality", "Svelvik"], ["error: Svelvik (number 0711 until 2019) now belongs to 3301 Drammen"]),
    (["comapre"], ["unknown command 'comapre'", "did you mean 'compare'"]),
    (["run", "--paradigm", "NPX"], ["unknown paradigm 'NPX'"]),
    (["run", "--switch", "NPG"], ["MONTH:PARADIGM"]),
    (["run", "--switch", "200=NPG"], ["never reached"]),
    (["run", "--at", "200:trust.gain=0.3"], ["month 200", "never reached"]),
    (["run", "--at", "trust.gain=0.3"], ["--at", "25:money.case_budget*0.85"]),
    (["run", "--at", "3:trust.gian=0.3"], ["month 3", "trust.gain"]),
    (["run", "--at", "3:trust.gain=7"], ["month 3", "trust.gain = 7"]),
    (["run", "--at", "3:trust.gain=*0.5"], ["trust.gain*0.5"]),
    (["run", "--at", "3:trust.start=0.3"], ["month 3", "trust.start"]),
    (["run", "--at", "3:scandel"], ["scandel", "scandal"]),
    (["run", "--at", "3:scandal"], ["scandal", "until"]),
    (["run", "--at", "9-3:trust.gain*2"], ["until = 3"]),
    (["compare", "--switch", "3:NPX"], ["NPX", "NPM"]),
    (["run", "--from", "none.run"], ["none.run"]),
    (["run", "--from", "none.run", "--paradigm", "NPM"], ["--paradigm", "none.run"]),
    (["run", "--switch", "1=NPG"], ["switch"]),
    (["run", "--seed", "99999999999999999999"], ["seed"]),
    (["parameters", "zzzz"], ["'zzzz'"]),
    (["paradigms", "NPX"], ["unknown paradigm"]),
    (["municipalities", "Lavrik"], ["did you mean 'Larvik'"]),
]  # fmt: skip


@each(("arguments", "words"), BAD)
def test_bad_input_is_explained_and_leaves_nothing(arguments, words, here, capsys):
    before = sorted(here.iterdir())
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.startswith(("error: ", "feil: ")) and "Traceback" not in printed.err
    for word in words:
        assert word in printed.err
    assert sorted(here.iterdir()) == before


# --- in Norwegian ----------------------------------------------------------------------------------------------

OF_CLICK = [
    ["--citizens", "many"],
    ["--lang", "sv"],
    ["--lang", "nynorks"],
    ["--seedz", "3"],
    ["extra"],
    ["comapre"],
]  # which has no Norwegian
ALSO_BAD = [
    ["compare", "--scenario", "svarstd"],
    ["compare", "--scenario", "mine.toml"],
    ["compare", "--paradigms", "TPA,TPA"],
    ["compare", "--set", "mechanisms.halo=maybe"],
    ["compare", "--set", "rules.boundary.recruitment=all"],
    ["run", "--switch", "3=NPG", "--switch", "3=TPA"],
    ["national", "--county", "Larvik"],
    ["national", "--share", "2"],
    ["national", "--paradigms", ","],
    ["national", "--paradigms", "TPA,TPA"],
    ["validate", "--patterns", "P99"],
    ["validate", "--patterns", ","],
    ["validate", "--patterns", "P3", "--write", "x.md"],
    ["validate", "--write", "x.txt"],
    ["sweep", "nowhere.toml"],
    ["sweep", "."],
    ["results", "nowhere"],
    ["results", "nowhere", "--where", "paradigm"],
    ["analyse", "nowhere", "contrasts"],
    ["analyse", "nowhere", "pareto", "--better", "fit"],
]


@each("arguments", [*(one for one, _ in BAD if not any(one[-len(end) :] == end for end in OF_CLICK)), *ALSO_BAD])
def test_what_the_model_refuses_it_refuses_in_norwegian(arguments, here, capsys):
    assert main([*arguments, "--lang", "nb"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("feil: ")
    assert message_faults(told) == []


# --- through the real entry point, and into folders -------------------------------------------------------------


def test_bad_input_through_the_real_entry_point(here):
    done = samskaping("compare", "--set", "trust.los_aversion=2", cwd=here)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: unknown parameter") and len(done.stderr.splitlines()) == 1
    with_trace = samskaping("compare", "--set", "trust.los_aversion=2", "--debug", cwd=here)
    assert with_trace.returncode == 2 and "Traceback" in with_trace.stderr
    assert with_trace.stderr.splitlines()[-1].startswith("error: unknown parameter")
    assert not list(here.iterdir())


def test_nothing_is_overwritten(here, capsys):
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine")
    Path("file").write_text("mine")
    for out in ("full", "file", "file/below"):
        for command in ("compare", "run"):
            assert main([command, "--citizens", "100", "--months", "1", "--out", out]) == 2
            assert out.split("/")[0] in capsys.readouterr().err
    assert Path("full/mine.txt").read_text() == Path("file").read_text() == "mine"
    assert sorted(path.name for path in here.rglob("*")) == ["file", "full", "mine.txt"]


@each(
    ("given", "right"),
    [
        ("aggregation.weight_design=0.5", "--set rules.aggregation.weight_design=0.5"),
        ("weight_design=0.5", "--set rules.aggregation.weight_design=0.5"),
        ("rules.weight_design=0.5", "--set rules.aggregation.weight_design=0.5"),
        ("lam_d=0.5", "--set rules.aggregation.weight_design=0.5"),
        ("rules.lam_d=0.5", "--set rules.aggregation.weight_design=0.5"),
        ("rules.aggregation.weight_desin=0.5", "did you mean 'rules.aggregation.weight_design'"),
        ("loss_aversion=2", "--set trust.loss_aversion=2"),
        ("months=12", "--months 12"),
        ("trust.los_aversion=2", "did you mean 'trust.loss_aversion'"),
    ],
)
def test_a_name_that_is_nearly_right_is_put_right(given, right, here, capsys):
    assert main(["compare", "--dry-run", "--set", given]) == 2
    assert right in capsys.readouterr().err


def test_every_command_takes_a_language_and_reads_other_ways_of_writing_it(here, capsys):
    missing = []
    for name in COMMANDS:
        assert main([name, "--lang", "no", "--help"]) == 0
        printed = capsys.readouterr().out
        if "Bruk: " not in printed or not ("--lang" in printed or name == "analyse"):
            missing.append(name)
    assert not missing
    for code in ("nb_NO.UTF-8", "NB", "nb-NO"):
        assert main(["compare", "--dry-run", "--lang", code]) == 0
        assert "\ngjentakelser 1 til 6\n" in capsys.readouterr().out


def test_every_whole_number_has_bounds_which_the_help_names():
    """Below and above them each option is refused with its name and the bounds."""
    faults = []
    for command in commands_of(commands, click.Context(commands)):
        for option in command.params:
            if not isinstance(option.type, click.types.IntParamType):
                continue
            shown = option.get_help_record(click.Context(command))[1] if isinstance(option.type, Whole) else ""
            if f"{option.type.low}<=x<={option.type.high}" not in shown:
                faults.append((command.name, option.name))
    assert faults == []
    assert change.MOST_MONTHS == MOST_MONTHS


def commands_of(command, context):
    """Yield a command without subcommands, or all of those under a group."""
    if not isinstance(command, click.Group):
        yield command
        return
    for name in command.list_commands(context):
        yield from commands_of(command.get_command(context, name), context)

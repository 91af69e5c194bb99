"""The console script before the command line is loaded."""

import gc

from samskaping import command


def test_a_command_that_is_interrupted_while_it_loads_says_so(monkeypatch, capsys):
    def interrupted(name: str):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "import_module", interrupted)
    monkeypatch.setattr(command.sys, "argv", ["samskaping", "compare", "--lang", "nb"])
    try:
        assert command.main() == 130
    finally:
        gc.unfreeze()
        gc.set_threshold(*command.USUAL)
    assert capsys.readouterr().err == "avbrutt: ingenting er skrevet\n"

"""The command line `samskaping`: one module a command."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code (see `experiments.cli.command_line`)."""
    from experiments.cli.command_line import main as run

    return run(arguments)

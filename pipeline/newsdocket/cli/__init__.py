"""The command line. Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.

Exit codes: 0 all fine, 1 some articles failed (or some records are wrong), 2 a call that cannot be carried out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

FINE, SOME_FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command line (``sys.argv`` if ``None``) and returns its exit code."""
    from newsdocket.cli.options import parser

    options = parser().parse_args(arguments)
    from newsdocket.cli import commands
    from newsdocket.errors import ModelError, UsageError
    from newsdocket.write.summary import one_line

    try:
        return commands.carry_out(options)
    except BrokenPipeError:
        _forget_output()
        return FINE
    except KeyboardInterrupt:
        print("newsdocket: interrupted", file=sys.stderr)
        return INTERRUPTED
    except (UsageError, ModelError, OSError) as error:
        print(f"newsdocket: error: {one_line(str(error), 2000)}", file=sys.stderr)
        return UNUSABLE


def _forget_output() -> None:
    """The reader of our output is gone ("| head"): nothing more is written, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

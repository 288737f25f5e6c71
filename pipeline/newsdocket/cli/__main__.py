"""``python -m newsdocket.cli``."""

import sys

from newsdocket.cli import main

if __name__ == "__main__":
    sys.exit(main())

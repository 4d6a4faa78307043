"""`python -m delphi`."""

import sys

from delphi.cli import main

sys.exit(main())

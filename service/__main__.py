"""`python -m service` is the command `readback`."""

import sys

from service.cli import main

sys.exit(main())

"""`python -m service` is the command `readback`."""

import sys

from service.cli.main import main

sys.exit(main())

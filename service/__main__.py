"""`python -m service` is the command `readback`."""

import sys

try:
    from service.cli.main import main

    status = main()
except KeyboardInterrupt:  # it came before the command was there to answer it
    sys.stderr.write("readback: Stopped.\n")
    status = 130
sys.exit(status)

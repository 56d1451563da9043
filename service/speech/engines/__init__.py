"""An utterance goes in, takes come out: a module an engine, all of one contract (`engine.py`), and what they share."""

import os

# From 1.29 on, onnxruntime writes an identifier to the disk and reports to its makers, unless this is set before it is
# loaded. Nothing leaves the machine, so it is set here, before any engine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

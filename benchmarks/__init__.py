"""Where the figures of the README come from. `scripts/bench` runs them all and prints one table."""

import service.speech.engines  # noqa: F401  (before Whisper loads onnxruntime: nothing is reported from here either)

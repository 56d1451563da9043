"""Where the figures of docs/figures.md and the README come from. `scripts/bench` runs them all."""

import service.speech.engines  # noqa: F401  (before Whisper loads onnxruntime: nothing is reported from here either)

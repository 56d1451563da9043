"""An utterance goes in, takes come out: a module an engine, all of one contract, and what they share.

engine                                              the contract
hibari kokoro piper system remote tone              the engines
sentence takes intonation                           a sentence spoken whole, and parted into takes
phonemes hibari_g2p espeak_g2p alphabets            words become phonemes
onnx_graph vits loaded                              models: opened, cut, kept loaded
child pyttsx3_child system_voices system_listing    the machine's own voices, in a process of their own
streamed_wav resample                               sound as it comes from elsewhere
respite                                             what does not answer is left alone for a while
"""

import os

# From 1.29 on, onnxruntime writes an identifier to the disk and reports to its makers, unless this is set before it is
# loaded. Nothing leaves the machine, so it is set here, before any engine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

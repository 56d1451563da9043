"""What makes speech: one module an engine, all of one contract (`engine.py`)."""

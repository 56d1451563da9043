"""A file goes in, the letter that is in it comes out.

`letter_of` in `letter_file.py` does that with a file's name, `Envelope` in `sandbox.py` with its bytes. Nothing is
handed on from here: the process in which a document is opened imports this folder, and no more than it needs.
"""

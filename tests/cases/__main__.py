"""`python -m tests.cases`: letters on standard input, one a line with `\\n` for a line's end; cases on standard output.

What is said is what the plan is today: look at it, mend it where a good reader would read otherwise, and put it into
the file of its subject.
"""

from __future__ import annotations

import json
import sys

from tests.cases.case import as_read


def main() -> None:
    """Write a case for each letter."""
    for line in sys.stdin:
        letter = line.rstrip("\n").replace("\\n", "\n")
        if letter:
            print(f"[[case]]\nletter = {_quoted(letter)}\nsaid = {_quoted(as_read(letter))}\n")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


if __name__ == "__main__":
    main()

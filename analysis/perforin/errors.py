"""What can go wrong in the hands of a user, as sentences."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class Problem(Exception):
    """Something the user can mend: a missing file, a wrong name, a misspelt key."""


class Unknown(Problem, LookupError):
    """A name that is not there."""


def unknown(what: str, name: object, known: Iterable[str]) -> Unknown:
    """The error for a name that is not among those known.

    Parameters
    ----------
    what
        What was looked for: "series", "column of lesions/primary".
    name
        What the user wrote.
    known
        All that would have done.
    """
    names = sorted(known)
    text = f"there is no {what} '{name}'"
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    if near:
        text += f"; did you mean '{near[0]}'?"
    text += f" (there are: {', '.join(names)})" if names else " (there are none)"
    return Unknown(text)

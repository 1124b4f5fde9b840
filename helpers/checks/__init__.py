"""Verdicts on the exercises: "To do", "Right", or "Not yet" with the likely slip named.

``checks.exercise_31_1(factor)`` is the check of notebook 31's first exercise; ``rules`` says how a
check is written, and each notebook has a file of its own.
"""

from .notebook_31 import exercise_31_1, exercise_31_2, exercise_31_3
from .rules import Verdict, agrees, differs, exercise

__all__ = ["Verdict", "agrees", "differs", "exercise",
           "exercise_31_1", "exercise_31_2", "exercise_31_3"]

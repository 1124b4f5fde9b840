"""Verdicts on the exercises: "To do", "Right", or "Not yet" with the likely slip named.

``checks.exercise_31_1(factor)`` is the check of notebook 31's first exercise; ``rules`` says how a
check is written, and each notebook has a file of its own.
"""

from .notebook_21 import exercise_21_1, exercise_21_2, exercise_21_3
from .notebook_22 import exercise_22_1, exercise_22_2, exercise_22_3
from .notebook_23 import exercise_23_1, exercise_23_2, exercise_23_3
from .notebook_24 import exercise_24_1, exercise_24_2, exercise_24_3
from .notebook_31 import exercise_31_1, exercise_31_2, exercise_31_3
from .notebook_32 import exercise_32_1, exercise_32_2, exercise_32_3
from .notebook_33 import exercise_33_1, exercise_33_2, exercise_33_3
from .notebook_34 import exercise_34_1, exercise_34_2, exercise_34_3
from .rules import Verdict, agrees, differs, exercise

__all__ = ["Verdict", "agrees", "differs", "exercise",
           "exercise_21_1", "exercise_21_2", "exercise_21_3",
           "exercise_22_1", "exercise_22_2", "exercise_22_3",
           "exercise_23_1", "exercise_23_2", "exercise_23_3",
           "exercise_24_1", "exercise_24_2", "exercise_24_3",
           "exercise_31_1", "exercise_31_2", "exercise_31_3",
           "exercise_32_1", "exercise_32_2", "exercise_32_3",
           "exercise_33_1", "exercise_33_2", "exercise_33_3",
           "exercise_34_1", "exercise_34_2", "exercise_34_3"]

"""Guess cards: a question that keeps its answer until the reader has guessed.

A card stands below a live figure, and the reader commits to an answer before seeing it. Then the
card sets the figure to the setting it speaks of, and says what was guessed, what is true and why.
It needs no kernel. Where no script runs it is its question, with the answer folded below::

    walks = live.figure(fig, update, rate=live.slider(rates, label="r"), step=live.steps(30))
    walks

    cards.number(
        "At r = 0.2, after how many steps is x below 0.01?",
        answer=first_below(run(0.2), 0.01), unit="steps",
        because="Every step multiplies x by 0.6, and 0.6 to the power 11 is 0.004.",
        figure=walks, at=dict(rate=0.2),
    )

The answer is computed, never typed; a test then looks for it in the sentence that the figure itself
says at that setting. Four kinds: ``choice`` (two to five options), ``number`` (typed, read
tolerantly), ``place`` (a flag put into the figure) and ``sketch`` (a curve drawn into it).
A card's words are plain Unicode, no formulas: a card looks the same wherever it is shown.
"""

from .card import Card
from .kinds import choice, number, place, sketch

__all__ = ["Card", "choice", "number", "place", "sketch"]

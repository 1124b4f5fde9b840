"""The one error of the collection: a sentence for the reader instead of a traceback."""


class InputError(ValueError):
    """Something was given that cannot be used; the message says what, what is needed, what to try.

    IPython shows the message alone (``_render_traceback_`` is its hook for that); elsewhere this
    is an ordinary ValueError.
    """

    def _render_traceback_(self):
        return [str(self)]

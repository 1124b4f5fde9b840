"""Small sets of real data, with what is known of them.

    >>> problem = nist("Misra1a")
    >>> problem.x.shape, problem.parameters.tolist()
    ((14,), [238.94212918, 0.00055015643181])
    >>> f = surfaces.fit(problem)
    >>> round(float(f(problem.parameters)), 10)
    0.1245513889

"""

from .nist import NIST, Problem, nist

__all__ = ["NIST", "Problem", "nist"]

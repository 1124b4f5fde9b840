import numpy as np


# The column of ones turns the bias into one more weight. `lstsq(X, y)[0]`
# in the last line would do as well, and even where two features agree.
def fit(features, y):
    X = np.column_stack([features, np.ones(len(y))])
    return np.linalg.solve(X.T @ X, X.T @ y)

# Mean and spread are taken from the training data, one per column, and
# used for whatever comes later: the same number means the same everywhere.
def standardise(X, new):
    return (new - X.mean(axis=0)) / X.std(axis=0)

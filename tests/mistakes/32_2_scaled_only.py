# hint: the means are still there
def standardise(X, new):
    return new / X.std(axis=0)

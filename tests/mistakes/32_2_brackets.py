# hint: A pair of brackets is missing
def standardise(X, new):
    return new - X.mean(axis=0) / X.std(axis=0)

# hint: should have the shape of `new`
def standardise(X, new):
    return ((new - X.mean(axis=0)) / X.std(axis=0)).mean()

# hint: but the spreads remain
def standardise(X, new):
    return new - X.mean(axis=0)

# hint: Asked for are the new examples
def standardise(X, new):
    return (X - X.mean(axis=0)) / X.std(axis=0)

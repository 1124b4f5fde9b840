# hint: changes the array it was given
def standardise(X, new):
    new -= X.mean(axis=0)
    new /= X.std(axis=0)
    return new

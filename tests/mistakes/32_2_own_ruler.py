# hint: their own mean and spread
def standardise(X, new):
    return (new - new.mean(axis=0)) / new.std(axis=0)

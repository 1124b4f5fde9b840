# hint: take x out of the bracket
def factor(rate):
    return 1 - rate**2

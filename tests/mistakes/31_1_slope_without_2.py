# hint: A 2 is missing
def factor(rate):
    return 1 - rate

# hint: the same number for every rate
def factor(rate):
    return 1 - 2 * 0.2

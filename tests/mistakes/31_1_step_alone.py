# hint: the step alone
def factor(rate):
    return -2 * rate

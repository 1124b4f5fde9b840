# hint: walks uphill
def factor(rate):
    return 1 + 2 * rate

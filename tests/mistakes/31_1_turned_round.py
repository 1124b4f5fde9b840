# hint: turned round
def factor(rate):
    return 2 * rate - 1

# hint: the factor of the loss
def factor(rate):
    return (1 - 2 * rate) ** 2

# hint: Three steps lead there
def largest_rate(x, rate):
    return 1.0

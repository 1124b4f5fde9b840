# hint: write `return` instead of `print`
def factor(rate):
    print(1 - 2 * rate)

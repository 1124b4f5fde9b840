# hint: The same order for every run
def order(error):
    return 2

# hint: the same number
def ways_down(hess):
    return 1

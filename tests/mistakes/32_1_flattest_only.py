# hint: the steepest diverges
def best_rate(curvatures):
    return 1 / min(curvatures)

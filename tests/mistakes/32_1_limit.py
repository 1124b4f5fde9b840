# hint: there the steepest direction bounces
def best_rate(curvatures):
    return 2 / max(curvatures)

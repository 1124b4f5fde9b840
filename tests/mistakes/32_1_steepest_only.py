# hint: suits the steepest direction alone
def best_rate(curvatures):
    return 1 / max(curvatures)

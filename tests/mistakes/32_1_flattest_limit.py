# hint: suits the flattest direction
def best_rate(curvatures):
    return 2 / min(curvatures)

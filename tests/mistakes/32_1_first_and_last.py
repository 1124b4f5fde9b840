# hint: come in any order
def best_rate(curvatures):
    return 2 / (curvatures[0] + curvatures[-1])

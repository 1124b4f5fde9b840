# hint: The sum of all curvatures
def best_rate(curvatures):
    return 2 / sum(curvatures)

# hint: curvature is taken along g
def line_minimum(g, d, H):
    return -(g @ d) / (g @ H @ g)

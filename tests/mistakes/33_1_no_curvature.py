# hint: Without H every valley
def line_minimum(g, d, H):
    return -(g @ d) / (d @ d)

# hint: Set it to 0 and solve
def line_minimum(g, d, H):
    return -(g @ d) / (d @ H @ d) / 2

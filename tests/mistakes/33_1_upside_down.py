# hint: Upside down
def line_minimum(g, d, H):
    return -(d @ H @ d) / (g @ d)

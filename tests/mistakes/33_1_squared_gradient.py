# hint: right only for d = −g
def line_minimum(g, d, H):
    return (g @ g) / (d @ H @ d)

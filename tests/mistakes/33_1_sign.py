# hint: sign is lost
def line_minimum(g, d, H):
    return (g @ d) / (d @ H @ d)

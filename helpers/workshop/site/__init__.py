"""The static site: pages whose live figures move without Python and without a network.

``python -m helpers.workshop.site [folder]`` runs every notebook and writes a page for it. The
folder it fills can be put on any web server, or be carried about and opened from the disk.
"""

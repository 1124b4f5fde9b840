"""What makes, checks and publishes the notebooks. No notebook's mathematics calls it.

`start.py` opens these: `refresh` runs the notebooks and stores what they show, `site` builds their
pages, `server` holds JupyterLab's settings (with `lab_settings`). `stored` says what a notebook
file may hold; `selfcheck` is what the first notebook asks whether everything is installed.
"""

"""What a notebook file may hold. Plain functions on notebook dictionaries (nbformat 4)."""

VIEW = "application/vnd.jupyter.widget-view+json"


def drop_views(notebook):
    """Remove, in place, what a reopened notebook could not show; returns the notebook.

    A stored widget view points to a model that lives in a kernel. Without that kernel JupyterLab
    writes "model not found" over what is stored beside the view, so a view beside a picture or HTML
    goes. One that stands alone stays, since it is all there is. The widgets' state goes as well.
    """
    notebook.get("metadata", {}).pop("widgets", None)
    for cell in notebook.get("cells", []):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if data.keys() & {"image/png", "text/html"}:
                data.pop(VIEW, None)
    return notebook

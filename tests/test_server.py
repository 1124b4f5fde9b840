"""The settings that start.py hands to JupyterLab, read as Jupyter reads them."""

import asyncio
import copy
import json
import sys
from pathlib import Path

import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.config.loader import PyFileConfigLoader

from helpers.workshop.stored import VIEW, drop_views

SETTINGS = Path(__file__).parents[1] / "helpers" / "workshop" / "server.py"


def settings():
    return PyFileConfigLoader(SETTINGS.name, path=str(SETTINGS.parent)).load_config()


def output(*kinds):
    return {"output_type": "display_data", "metadata": {}, "data": dict.fromkeys(kinds, "x")}


@pytest.fixture
def notebook():
    outputs = [output(VIEW, "image/png"), output(VIEW, "text/plain"), output("image/png")]
    stream = {"output_type": "stream", "name": "stdout", "text": "x"}
    code = {"id": "a", "cell_type": "code", "source": "", "metadata": {}, "execution_count": 1}
    text = {"id": "b", "cell_type": "markdown", "source": "", "metadata": {}}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"widgets": {"state": {}}, "kernelspec": {"name": "python3"}},
        "cells": [text, dict(code, outputs=[*outputs, stream])],
    }


def kept(notebook):
    return [set(out.get("data", {})) for out in notebook["cells"][1]["outputs"]]


def test_a_view_goes_where_a_picture_stays(notebook):
    before = copy.deepcopy(notebook)
    drop_views(notebook)
    assert kept(notebook) == [{"image/png"}, {VIEW, "text/plain"}, {"image/png"}, set()]
    assert notebook["metadata"] == {"kernelspec": {"name": "python3"}}
    assert notebook["cells"][0] == before["cells"][0]
    assert drop_views(copy.deepcopy(notebook)) == notebook


def test_an_empty_notebook_is_none_the_worse():
    assert drop_views({}) == {}


def test_the_server_saves_the_picture_without_the_view(notebook, tmp_path):
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), config=settings())
    model = {"type": "notebook", "format": "json", "content": notebook}
    asyncio.run(manager.save(model, "saved.ipynb"))
    saved = json.loads((tmp_path / "saved.ipynb").read_text())
    assert kept(saved) == [{"image/png"}, {VIEW, "text/plain"}, {"image/png"}, set()]
    assert "widgets" not in saved["metadata"]


def test_other_files_are_saved_as_they_are(tmp_path):
    manager = AsyncLargeFileManager(root_dir=str(tmp_path), config=settings())
    asyncio.run(manager.save({"type": "file", "format": "text", "content": "x"}, "a.txt"))
    assert (tmp_path / "a.txt").read_text() == "x"


def test_messages_to_a_kernel_leave_at_once(monkeypatch):
    told = []

    class Handler:
        def set_nodelay(self, value):
            told.append(value)

    class Connection(settings().ServerApp.kernel_websocket_connection_class):
        def __init__(self):
            self.websocket_handler = Handler()

        websocket_handler = None

    async def connect(self):
        return "connected"

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", connect)
    assert asyncio.run(Connection.connect(Connection())) == "connected"
    assert told == [True]


def test_a_server_that_keeps_its_connection_elsewhere_still_starts(monkeypatch):
    monkeypatch.setitem(sys.modules, ZMQChannelsWebsocketConnection.__module__, None)
    bare = settings()
    assert "kernel_websocket_connection_class" not in bare.ServerApp
    assert callable(bare.ContentsManager.pre_save_hook)


def test_the_first_page_is_where_the_address_points():
    root = Path(settings().ServerApp.root_dir)
    page = settings().LabApp.default_url.removeprefix("/lab/tree/")
    assert (root / page).is_file()


def test_no_news_over_a_lecture():
    file = Path(settings().LabApp.app_settings_dir) / "overrides.json"
    overrides = json.loads(file.read_text())
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_each_setting_of_the_interface_is_one_that_jupyterlab_knows():
    schemas = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
    file = Path(settings().LabApp.app_settings_dir) / "overrides.json"
    for plugin, values in json.loads(file.read_text()).items():
        package, name = plugin.split(":")
        known = json.loads((schemas / package / f"{name}.json").read_text())["properties"]
        assert set(values) <= set(known)

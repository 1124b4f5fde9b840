"""Settings for JupyterLab. `start.py` hands this file over as configuration; nothing imports it."""

import os
import warnings
from pathlib import Path

from helpers.workshop.stored import drop_views

c = get_config()  # noqa: F821  (Jupyter provides it)

ROOT = Path(__file__).resolve().parents[2]
c.ServerApp.root_dir = str(ROOT)
c.LabApp.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
# No news and no update notice over a lecture.
c.LabApp.app_settings_dir = str(ROOT / "helpers" / "workshop" / "lab_settings")
# Pictures are read aloud by the sentences stored with them.
c.LabApp.extra_labextensions_path = [str(ROOT / "helpers" / "workshop" / "lab_extensions")]
c.Application.log_level = "WARN"
# One Ctrl-C ends it, without a question.
c.ServerApp.answer_yes = True
# In a container everybody is root.
c.ServerApp.allow_root = True


# A kernel need not repeat every slider position to the page that sent it: figures that ask Python
# for each picture then have theirs sooner.
os.environ.setdefault("JUPYTER_WIDGETS_ECHO", "0")


def keep_pictures(model, **_):
    if model["type"] == "notebook":
        drop_views(model["content"])


c.ContentsManager.pre_save_hook = keep_pictures
# Jupyter reads this file twice, and would warn that the hook replaces itself.
warnings.filterwarnings("ignore", "Overriding existing pre_save_hook")

try:
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
except ImportError:  # a newer server keeps it elsewhere: figures are slower, all else works
    pass
else:

    class NoDelay(ZMQChannelsWebsocketConnection):
        """Sends small messages at once.

        By default the system collects them, for up to 40 ms (Nagle's algorithm with delayed
        acknowledgement). A live figure whose kernel answers then shows 15 pictures a second
        while a slider is dragged; without the delay 48.
        """

        async def connect(self):
            self.websocket_handler.set_nodelay(True)
            return await super().connect()

    c.ServerApp.kernel_websocket_connection_class = NoDelay

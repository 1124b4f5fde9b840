"""What a page needs beside its text: fetched from npm once, kept in the environment."""

import shutil
import subprocess
import sys
import tarfile
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from pygments.formatters import HtmlFormatter

from helpers.errors import InputError

# What the site calls a file → the npm package (here alone its version is set), its place in there.
PACKAGES = {
    "require.js": ("requirejs@2.3.8", "require.js"),
    "embed-amd.js": ("@jupyter-widgets/html-manager@1.0.15", "dist/embed-amd.js"),
    "mathjax.js": ("mathjax@3.2.2", "es5/tex-svg-full.js"),
}
CACHE = Path(sys.prefix) / "site-cache"
HERE = Path(__file__).parent


def provide(folder):
    """Put all front-end files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, member) in PACKAGES.items():
        shutil.copyfile(cached(package, member), folder / name)
    anywidget = files("anywidget") / "nbextension" / "index.js"
    (folder / "anywidget.js").write_bytes(anywidget.read_bytes())
    css = (HERE / "site.css").read_text(encoding="utf-8") + code_colours()
    (folder / "site.css").write_text(css, encoding="utf-8")


def cached(package, member):
    """The path of a file of an npm package, which is fetched unless it is there already."""
    path = CACHE / package / Path(member).name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent) as scratch:
            fetch(package, member, Path(scratch)).replace(path)
    return path


def fetch(package, member, scratch):
    """Unpack one file of an npm package into the folder ``scratch``; returns its path."""
    npm = shutil.which("npm")
    if not npm:
        raise InputError(
            f"The site needs {package}, which npm fetches, and there is no npm on this machine: "
            "install Node.js (https://nodejs.org), which brings npm, and start again."
        )
    command = [npm, "pack", package, "--silent", "--fetch-retries=1"]
    if subprocess.run(command, cwd=scratch, capture_output=True).returncode:
        raise InputError(
            f"npm could not fetch {package}: connect to the network and start again "
            f"(`npm pack {package}` tells more)."
        )
    with tarfile.open(next(scratch.glob("*.tgz"))) as archive:
        (scratch / "file").write_bytes(archive.extractfile(f"package/{member}").read())
    return scratch / "file"


def code_colours():
    """Style sheet of the code's colours, by day and by night."""
    day, night = (HtmlFormatter(style=style).get_style_defs(".highlight")
                  for style in ("xcode", "monokai"))  # fmt: skip
    return f"{day}\n@media (prefers-color-scheme: dark) {{\n{night}\n}}\n"

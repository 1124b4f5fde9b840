"""The one door to the notebooks: makes .venv, installs the locked packages, opens JupyterLab.

    python start.py [--no-browser] [--port N]    open the notebooks in JupyterLab
    python start.py test [...]                   run all tests (or those named, as for pytest)
    python start.py refresh [notebook ...]       run notebooks and store what they show
    python start.py site [folder]                build the static pages

Paths are seen from the project's folder. Whatever goes wrong is said in one sentence.
"""
# Standard library only, and syntax that Python 3.6 can read: whoever starts this with an old
# Python gets the sentence, not a SyntaxError.

import argparse
import errno
import hashlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys

VERSIONS = ["3.14", "3.13", "3.12", "3.11"]
ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.txt"
LOG = ROOT / "install.log"
SETTINGS = ROOT / "helpers" / "workshop" / "server.py"
LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "tests" / "requirements.txt"

MODULES = {
    # nbval runs the cells of a notebook in one kernel, so a file stays with one worker.
    "test": ["pytest", "-n", "2", "--dist", "loadfile"],
    "refresh": ["helpers.workshop.refresh"],
    "site": ["helpers.workshop.site"],
}

FULL = "The disk is full: make room for about 1 GB and start again."
REASONS = [  # what an installer writes, and what its reader can do
    (r"No space left|Errno 28|not enough space", FULL),
    (
        r"ensurepip|No module named '?venv",
        "This Python cannot make virtual environments: install what is missing (on Debian and "
        "Ubuntu `sudo apt install python3-venv`) and start again.",
    ),
    (
        r"Long Path|name or extension is too long",
        "The project lies too deep in its disk: move it to a folder with a short name "
        "and start again.",
    ),
    (
        r"ConnectionError|[Tt]imed? ?out|Connection refused|error sending request|dns error"
        r"|offline|unreachable|name resolution|getaddrinfo|network was disabled|ProxyError"
        r"|SSLError|certificate",
        "The packages could not be fetched: connect to the network and start again.",
    ),
    ("", "The packages could not be installed: remove the folder .venv and start again."),
]


class Stop(Exception):
    """The one sentence that says what to do."""


def say(sentence):
    # stderr writes any path, whatever the console's code page.
    print(sentence, file=sys.stderr, flush=True)


# --- a suitable Python -------------------------------------------------------------------------

WHO = """
import platform, sys
fits = sys.maxsize > 2**32 and platform.python_implementation() == 'CPython'
print(sys.executable, '%d.%d' % sys.version_info[:2] if fits else '', sep='\\n', end='')
"""


def who(command):
    """(path, version) of the Python that the command runs; the version is empty if unsuitable."""
    try:
        run = subprocess.run(
            command + ["-E", "-S", "-X", "utf8", "-c", WHO],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return "", ""
    path, _, version = run.stdout.decode("utf-8", "replace").partition("\n")
    return path.strip(), version if version in VERSIONS and run.returncode == 0 else ""


def candidates():
    """Commands that may run a suitable Python, the newest first."""
    launcher = [["py", "-" + version] for version in VERSIONS] if os.name == "nt" else []
    named = [["python" + version] for version in VERSIONS] + [["python3"], ["python"]]
    return launcher + named + [[path] for path in pythons_of_uv()]


def pythons_of_uv():
    found = []
    for version in VERSIONS if shutil.which("uv") else []:
        find = ["uv", "python", "find", "--system", version]
        run = subprocess.run(find, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        found += run.stdout.decode("utf-8", "replace").splitlines()
    return found


def find_python():
    """The path of a suitable Python, this one if possible; else a sentence."""
    if who([sys.executable])[1]:
        return sys.executable
    for command in candidates():
        path, version = who(command)
        if version:
            return path
    raise Stop(
        "The notebooks need a 64-bit Python from %s to %s and this is %s: install one from "
        "https://www.python.org/downloads/ and start again."
        % (VERSIONS[-1], VERSIONS[0], sys.version.split()[0])
    )


# --- the environment ---------------------------------------------------------------------------


def environment():
    """The variables for what runs in .venv: as if it were activated, and nothing foreign in it."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    own = {name: value for name, value in os.environ.items() if name not in foreign}
    path = os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", os.defpath)])
    return dict(own, VIRTUAL_ENV=str(VENV), PATH=path)


def identity():
    """What a finished .venv depends on beside the locks: its Python, and where it lies."""
    return "%s %s" % (who([str(PYTHON)])[1], ROOT)


def fingerprint(lock):
    content = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content).hexdigest()


def installed():
    """Fingerprints of what .venv holds; none if it is half-made, moved or has lost its Python."""
    lines = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.is_file() else []
    return lines[1:] if lines[:1] == [identity()] else []


def prepare(locks):
    """Let .venv hold these locks. Where it already does, nothing is touched."""
    done = installed()
    missing = [lock for lock in locks if fingerprint(lock) not in done]
    if not missing:
        return
    say("Installing the packages (once, about 100 MB; this can take some minutes) ...")
    try:
        LOG.write_bytes(b"")
        if not done:
            make_venv()
        for lock in missing:
            install(lock)
        marks = [identity()] + [fingerprint(lock) for lock in locks]
        STAMP.write_text("\n".join(marks), encoding="utf-8")
        LOG.unlink()
    except OSError as error:
        raise Stop(unwritable(error)) from None


def make_venv():
    base = sys._base_executable  # not .venv's own Python, which is about to go
    if VENV.exists():
        shutil.rmtree(str(VENV))
    if shutil.which("uv"):
        # --seed: with pip, for a student's own `%pip install`.
        run_logged(["uv", "venv", "--seed", "--python", base, str(VENV)])
    else:
        run_logged([base, "-m", "venv", str(VENV)])


def install(lock):
    pip = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    uv = ["uv", "pip", "install", "--python", str(PYTHON)]
    run_logged((uv if shutil.which("uv") else pip) + ["-r", str(lock.relative_to(ROOT))])


def run_logged(command):
    """Run an installer; what it says goes to the log."""
    code = call(command)
    if code and command[0] == "uv":
        code = call(command + ["--offline"])  # without a network, uv's cache may hold it all
    if code:
        words = LOG.read_text(encoding="utf-8", errors="replace")
        raise Stop("%s (All details are in %s.)" % (reason(words), LOG))


def call(command):
    """The exit code of a command run in the project's folder, as `-e .` needs it."""
    with LOG.open("ab") as log:
        return subprocess.call(
            command,
            cwd=str(ROOT),
            env=dict(environment(), UV_VENV_CLEAR="1"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def reason(words):
    return next(sentence for pattern, sentence in REASONS if re.search(pattern, words))


def unwritable(error):
    if error.errno == errno.ENOSPC:
        return FULL
    return (
        "The folder %s cannot be written (%s): move the project to a folder of your own "
        "and start again." % (ROOT, error.strerror)
    )


# --- the commands ------------------------------------------------------------------------------


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Stop("%s: `python start.py --help` lists what there is." % message)


def parse(arguments):
    parser = Parser(
        prog="start.py",
        usage="python start.py [--no-browser] [--port N] | test | refresh | site",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, help="the port on this machine (else a free one)")
    return parser.parse_args(arguments)


def check_port(port):
    if not 0 < port < 65536:
        raise Stop("There is no port %d: choose one from 1024 to 65535." % port)
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return  # nobody answers there
    raise Stop("Port %d is taken: choose another, or leave --port out." % port)


def lab_command(options):
    """How JupyterLab is called; all that never changes stands in SETTINGS."""
    command = [str(PYTHON), "-m", "jupyterlab", "--config", str(SETTINGS)]
    if options.no_browser:
        command.append("--no-browser")
    if options.port:
        command += ["--ServerApp.port=%d" % options.port, "--ServerApp.port_retries=0"]
    return command


def hand_over(command):
    """Let the command take this process's place: its signals and its exit code are ours."""
    os.chdir(str(ROOT))
    if os.name != "nt":
        os.execve(command[0], command, environment())
    process = subprocess.Popen(command, env=environment())  # Windows has no such exec
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # the command has received it as well, and ends by itself


def lab(arguments):
    options = parse(arguments)
    if options.port is not None:
        check_port(options.port)
    prepare([LOCK])
    say("JupyterLab is starting; Ctrl-C in this window ends it.")
    return hand_over(lab_command(options))


def run_module(command, arguments):
    prepare([LOCK, TEST_LOCK] if command == "test" else [LOCK])
    return hand_over([str(PYTHON), "-m"] + MODULES[command] + arguments)


def main(arguments):
    try:
        python = find_python()
        if python != sys.executable:
            return hand_over([python, str(pathlib.Path(__file__).resolve())] + arguments)
        if arguments and arguments[0] in MODULES:
            return run_module(arguments[0], arguments[1:])
        return lab(arguments)
    except Stop as sentence:
        say(sentence)
        return 1
    except KeyboardInterrupt:
        say("Stopped; start again when you like.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

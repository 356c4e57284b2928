"""The clusters of workspaces that tests made; root's stand in `/var/lib/tieout`, with a link in the workspace.

Which ones are a session's own is told by its temporary folder: another session that is at work has a folder of its own,
and a user's workspace stands in neither.
"""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from tieout.postgres import embedded, folders

NEW_CLUSTERS = "TIEOUT_TEST_NEW_CLUSTERS"
"""Names the folder where a session keeps what `initdb` made; without it, `initdb` makes every cluster."""


def wait_for_no_disk():
    """Tests end processes, and cut no power: what a server has written outlives it without reaching the disk."""
    embedded.SETTINGS["fsync"] = "off"


def copy_new_clusters():
    """`initdb` makes a cluster once a session, for it takes half a second and a disk's time; all later ones are copies."""
    folders.ServerFolders.run = _run


_run_program = folders.ServerFolders.run


def _run(self, program, *arguments):
    if program != "initdb" or NEW_CLUSTERS not in os.environ:
        return _run_program(self, program, *arguments)
    made = Path(os.environ[NEW_CLUSTERS]) / _name(arguments)
    if made.exists():
        _copy(made, self.half_made)
        return subprocess.CompletedProcess((program, *arguments), 0, "", "")
    done = _run_program(self, program, *arguments)
    copy = made.with_suffix(f".{os.getpid()}")
    if done.returncode == 0:
        copy.mkdir(mode=0o700)
        _copy(self.half_made, copy)
        if made.exists():
            shutil.rmtree(copy)
        else:
            copy.rename(made)
    return done


def _name(arguments):
    """The same for what makes the same cluster, wherever it is made, and whichever file has its password."""
    text = [argument for argument, before in zip(arguments, ("", *arguments), strict=False) if before != "-D"]
    files = [Path(each.partition("=")[2]).read_text() for each in text if each.startswith("--pwfile=")]
    return sha256(repr([each for each in text if not each.startswith("--pwfile=")] + files).encode()).hexdigest()


def _copy(cluster, folder):
    """With its owner, without whom no server starts on it."""
    subprocess.run(["cp", "-a", f"{cluster}/.", str(folder)], check=True)


def clusters():
    """Everything that stands where root's clusters do."""
    return set(folders.OPEN_TO_SERVER.glob("*"))


def postgres_dirs(folder):
    """The data, or the link to them, of every workspace under `folder`."""
    found = []
    for parent, names, _ in os.walk(folder):
        if ".tieout" in names:
            found.append(Path(parent) / ".tieout" / "postgres")
            names.remove(".tieout")
    return [postgres_dir for postgres_dir in found if postgres_dir.exists()]


def take_away(postgres_dir):
    """Stop the server that may still run there; remove what stands outside of the workspace, which pytest removes."""
    cluster = folders.folders_of(postgres_dir)
    if (cluster.data / "postmaster.pid").exists():
        cluster.run("pg_ctl", "-D", str(cluster.data), "stop", "-m", "immediate", "-w")
    if postgres_dir.is_symlink():
        shutil.rmtree(cluster.data)
        cluster.log.unlink(missing_ok=True)

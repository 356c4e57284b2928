"""The clusters of workspaces that tests made; root's stand in `/var/lib/tieout`, with a link in the workspace.

Which ones are a session's own is told by its temporary folder: another session that is at work has a folder of its own,
and a user's workspace stands in neither.
"""

import os
import shutil
from pathlib import Path

from tieout.postgres import embedded, folders


def wait_for_no_disk():
    """Tests end processes, and cut no power: what a server has written outlives it without reaching the disk."""
    embedded.SETTINGS["fsync"] = "off"


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

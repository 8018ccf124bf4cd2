"""What can go wrong around a run, done to the program itself: it must say what happened in a
sentence, end with the right code, harm nothing else, and never use what is not as it was written.

usage: faults.py PROGRAM LIBRARY [-v]      (-v: shows what the program says)

LIBRARY (tests/support/wild_clock.cpp) makes the clock on the wall jump.
"""

import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

SCENARIO = """
[run]
days = {days}
[[lesion]]
layout = "nodule"
[lesion.nodule]
{shape}
"""
SMALL = 'dimensions = 2\nradius = "50 um"\nextent = "600 um"'
TIMES = ("started", "ended")
LARGE = 'radius = "300 um"\nextent = "2000 um"'


class Desk:
    """A folder of a user, and the program."""

    def __init__(self, program: str, library: str, folder: pathlib.Path, verbose: bool):
        self.program, self.library = os.path.abspath(program), os.path.abspath(library)
        self.folder, self.verbose = folder, verbose
        (folder / "short.toml").write_text(SCENARIO.format(days=2, shape=SMALL))
        (folder / "long.toml").write_text(SCENARIO.format(days=36500, shape=SMALL))
        (folder / "large.toml").write_text(SCENARIO.format(days=1, shape=LARGE))

    def path(self, name: str) -> pathlib.Path:
        return self.folder / name

    def start(self, *words: str, limit=None) -> subprocess.Popen:
        """Calls the program in the folder; `limit` is called in its process first."""
        return subprocess.Popen(
            [self.program, *words],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=limit,
        )

    def expect(self, code: int, says: str, run: subprocess.Popen) -> None:
        """The run ends with this code and these words, and with nothing that is no sentence."""
        out, err = run.communicate(timeout=120)
        if self.verbose:
            print(f"    [{run.returncode}] {err.strip() or out.strip().splitlines()[:2]}")
        assert run.returncode == code, f"code {run.returncode}, not {code}: {err}"
        assert says in out + err, f"'{says}' is not in: {err}"
        for bad in ("terminate called", "libgomp", "core dumped", "std::"):
            assert bad not in err, err

    def long_run(self, name: str) -> subprocess.Popen:
        """A run that has written something and goes on."""
        run = self.start("run", "long.toml", "-q", "-o", name)
        while not self.path(name).exists() or self.path(name).stat().st_size < 100_000:
            assert run.poll() is None, run.communicate()
            time.sleep(0.01)
        return run

    def result(self, name: str) -> pathlib.Path:
        """A finished run."""
        run = self.start("run", "short.toml", "-q", "-o", name)
        assert run.wait() == 0, run.communicate()
        return self.path(name)


def fault_removed(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    desk.path("a.h5").unlink()
    desk.expect(2, "was removed by another program", run)
    assert not list(desk.folder.glob("a.h5*")), "something is left"


def fault_replaced(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    desk.path("other").write_text("something of great value")
    desk.path("other").rename(desk.path("a.h5"))
    desk.expect(2, "was replaced with another file", run)
    assert desk.path("a.h5").read_text() == "something of great value"
    desk.expect(2, "is not an HDF5 file", desk.start("info", "a.h5"))
    assert desk.path("a.h5").read_text() == "something of great value"


def fault_cut_short(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    os.truncate(desk.path("a.h5"), 50_000)
    desk.expect(2, "by another program", run)  # cut short, or changed: what is seen first
    # All that was lost stands in the journal.
    desk.expect(0, "interrupted", desk.start("info", "a.h5"))


def fault_journal_removed(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    desk.path("a.h5.journal").unlink()
    desk.expect(2, "removed or changed its journal", run)


def fault_killed_without_its_journal(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    run.kill()
    run.wait()
    desk.path("a.h5.journal").unlink()
    desk.expect(2, "cannot be trusted", desk.start("info", "a.h5"))


def fault_two_runs(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    desk.expect(2, "is being written by another run", desk.start("run", "short.toml", "-o", "a.h5"))
    second = desk.start("run", "short.toml", "--force", "-o", "a.h5")
    desk.expect(2, "is being written by another run", second)
    run.terminate()
    desk.expect(3, "", run)
    desk.expect(0, "stopped by the user", desk.start("info", "a.h5"))


def fill(path: pathlib.Path) -> None:
    """Until the disk takes no more."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def fault_full_disk(desk: Desk) -> None:
    """On a file system of 400 kB, then 64 MB, where we may make one."""
    disk = desk.path("disk")
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        print("    (not done: no file system can be mounted here)")
        return
    try:
        short = desk.start("run", "short.toml", "-o", "disk/a.h5")
        desk.expect(2, "left; the result needs about", short)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        run = desk.long_run("disk/a.h5")
        fill(disk / "others")
        desk.expect(2, "No space left", run)
        desk.expect(0, "interrupted", desk.start("info", "disk/a.h5"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        desk.expect(0, "interrupted", desk.start("info", "disk/a.h5"))
        desk.expect(2, "Read-only file system", desk.start("run", "short.toml", "-o", "disk/b.h5"))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fault_read_only_folder(desk: Desk) -> None:
    """As an ordinary user; for root all folders are writable."""
    folder = desk.path("locked")
    folder.mkdir()
    folder.chmod(0o555)
    desk.folder.chmod(0o755)
    nobody = 65534
    limit = (lambda: os.setuid(nobody)) if os.geteuid() == 0 else None
    try:
        run = desk.start("run", "short.toml", "-o", "locked/a.h5", limit=limit)
    except PermissionError:
        print("    (not done: an ordinary user cannot start the program)")
        return
    desk.expect(2, "Cannot write in folder", run)


def fault_wrong_bits(desk: Desk) -> None:
    path, chance = desk.result("a.h5"), random.Random(5)
    right = path.read_bytes()
    for _ in range(40):
        wrong = bytearray(right)
        wrong[chance.randrange(len(right))] ^= 1 << chance.randrange(8)
        path.write_bytes(wrong)
        run = desk.start("info", "a.h5")
        _, err = run.communicate()
        assert run.returncode == 2, err
        assert "is damaged" in err or "cannot be trusted" in err or "not an HDF5" in err, err
    path.write_bytes(right[: len(right) // 2])
    desk.expect(2, "cut short", desk.start("info", "a.h5"))
    path.write_bytes(right)
    desk.expect(0, "completed", desk.start("info", "a.h5"))


def fault_wrong_bits_after_a_kill(desk: Desk) -> None:
    run = desk.long_run("a.h5")
    run.kill()
    run.wait()
    refused, chance = 0, random.Random(6)
    journal = desk.path("a.h5.journal").read_bytes()
    shutil.copy(desk.path("a.h5"), desk.path("b.h5"))
    desk.path("b.h5.journal").write_bytes(journal)
    desk.expect(0, "interrupted", desk.start("info", "b.h5"))
    heads = [at for at in range(len(journal)) if journal.startswith(b"pfcommit", at)]
    places = [at + chance.randrange(100) for at in heads]  # few bytes, of which all depends
    for at in places + [chance.randrange(len(journal)) for _ in range(20)]:
        wrong = bytearray(journal)
        wrong[at] ^= 1 << chance.randrange(8)
        shutil.copy(desk.path("a.h5"), desk.path("c.h5"))
        desk.path("c.h5.journal").write_bytes(wrong)
        info = desk.start("info", "c.h5")
        _, err = info.communicate()
        if info.returncode == 0:  # the file holds what the journal has lost
            same = desk.start("diff", "b.h5", "c.h5")
            assert same.wait() == 0, f"byte {at} of the journal: {same.communicate()[0]}"
        else:
            assert info.returncode == 2 and ("damaged" in err or "trusted" in err), err
            refused += 1
    assert refused >= len(heads) // 2
    print(f"    {refused} of {len(places) + 20} were refused, the others did no harm")


def fault_foreign_files(desk: Desk) -> None:
    desk.path("zero.h5").touch()
    desk.expect(2, "is empty", desk.start("info", "zero.h5"))
    desk.path("image.h5").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    desk.expect(2, "is not an HDF5 file", desk.start("info", "image.h5"))
    forced = desk.start("run", "short.toml", "--force", "-o", "image.h5")
    desk.expect(2, "is no result of perforin", forced)
    assert desk.path("image.h5").stat().st_size == 1008
    desk.expect(2, "is not an HDF5 file", desk.start("diff", "image.h5", "zero.h5"))


def can_be_limited(desk: Desk) -> bool:
    """Sanitizers need more room for addresses than there is memory."""
    run = desk.start("--version", limit=at_most(1 << 30))
    run.communicate()
    if run.returncode != 0:
        print("    (not done: this program does not start with limited memory)")
    return run.returncode == 0


def at_most(space: int):
    """What limits the memory of a process, in bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (space, space))


def fault_little_memory(desk: Desk) -> None:
    if not can_be_limited(desk):
        return
    words = ("run", "large.toml", "--days", "1", "--threads", "1", "-q", "-o", "a.h5")
    for megabytes in (40, 60, 80, 100):  # with 35 libraries hardly load, and nothing can be thrown
        run = desk.start(*words, limit=at_most(megabytes * 1_000_000))
        desk.expect(1, "There is not enough memory", run)
        for left in desk.folder.glob("a.h5*"):
            left.unlink()


def fault_few_threads(desk: Desk) -> None:
    if not can_be_limited(desk):
        return
    run = desk.start("run", "large.toml", "--threads", "500", "-q", limit=at_most(1 << 30))
    desk.expect(2, "of the 500 threads", run)


def fault_clock(desk: Desk) -> None:
    desk.result("a.h5")
    env = os.environ | {"LD_PRELOAD": desk.library}
    command = [desk.program, "run", "short.toml", "-o", "b.h5"]
    run = subprocess.run(command, cwd=desk.folder, env=env, capture_output=True, text=True)
    if "LD_PRELOAD" in run.stderr or "Sanitizer" in run.stderr:
        print("    (not done: the library cannot be loaded)")
        return
    assert run.returncode == 0, run.stderr
    desk.expect(0, "identical", desk.start("diff", "a.h5", "b.h5"))
    info = desk.start("info", "b.h5").communicate()[0]
    times = [line.split()[1] for line in info.splitlines() if line.split()[0] in TIMES]
    assert times[1] < times[0], f"the clock did not jump back: {times}"
    took = next(line for line in info.splitlines() if line.split()[0] == "took")
    assert 0 <= float(took.split()[1]) < 60, took


def main(program: str, library: str, verbose: bool) -> None:
    faults = {name: how for name, how in globals().items() if name.startswith("fault_")}
    for name, how in faults.items():
        print(name.replace("_", " "), flush=True)
        with tempfile.TemporaryDirectory() as folder:
            how(Desk(program, library, pathlib.Path(folder), verbose))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "-v" in sys.argv)

"""The drafts of this computer's imports: the one at work is held, so that nobody else takes it."""

from PySide6.QtCore import QLockFile

from planning.environment import Directories
from planning.importing.draft import DRAFTS, ImportDraft, drafts, new_draft

_LOCK = "in_use.lock"


class HeldDraft:
    """A draft that this window works on; no other window takes it meanwhile."""

    def __init__(self, draft: ImportDraft, lock: QLockFile) -> None:
        self.draft = draft
        self._lock = lock

    def remove(self) -> None:
        """Leave nothing behind."""
        self._lock.unlock()
        self.draft.remove()

    def release(self) -> None:
        """Leave it for another time."""
        self._lock.unlock()


def hold_new_draft(folders: Directories) -> HeldDraft:
    """A new draft, held.

    Raises
    ------
    OSError
        If the disk refuses it.
    """
    draft = new_draft(folders)
    lock = _lock_of(draft)
    lock.tryLock(0)
    return HeldDraft(draft, lock)


def hold_unfinished_draft(folders: Directories) -> HeldDraft | None:
    """The newest draft that a crash left behind, held; None where there is none."""
    for draft in drafts(folders):
        lock = _lock_of(draft)
        if lock.tryLock(0):
            return HeldDraft(draft, lock)
    return None


def remove_useless_drafts(folders: Directories) -> None:
    """Remove what was left of imports that ended before anything was read."""
    try:
        found = [ImportDraft(folder=path) for path in (folders.data / DRAFTS).iterdir()]
    except OSError:
        return
    for draft in found:
        lock = _lock_of(draft)
        if not draft.is_taken and lock.tryLock(0):
            lock.unlock()
            draft.remove()


def _lock_of(draft: ImportDraft) -> QLockFile:
    lock = QLockFile(str(draft.folder / _LOCK))
    # A lock is stale when its process is gone, however old it is.
    lock.setStaleLockTime(0)
    return lock

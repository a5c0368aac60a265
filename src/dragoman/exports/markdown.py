"""Markdown: a folder of linked notes, for Obsidian, Logseq, pandoc, or any reader of CommonMark.

An index; a note for each story (its brief), report, actor, dyad and issue; YAML front matter;
relative links, which all have their target. Every quotation links to its sentence in the note of
its report (``reports/....md#s12``). Written again into the same folder, they leave a reader's own
notes. Texts of reports are other people's: notes quote the sentences that something rests on, and
leave the rest out; the format ``markdown-with-texts`` has the whole texts.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.archive import Archive
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.notes.folder import notes
from dragoman.exports.notes.keeping import keep, list_notes
from dragoman.exports.selection import Selection
from dragoman.files import written_folder
from dragoman.records import Exported


def write(archive: Archive, to: Path, selection: Selection, *, texts: bool = False) -> Exported:
    """Write the notes of the selected stories; ``texts`` also the reports' whole texts."""
    losses = Losses()
    written: list[str] = []
    dropped: set[str] = set()
    with written_folder(to, dropped) as folder:
        for path, text in notes(archive, selection, texts=texts):
            place = folder / path
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
        list_notes(folder, written)
        dropped |= keep(to, folder)
    written.sort(key=lambda path: (path != "index.md", path))
    counts: dict[str, int] = {}
    for path in written:
        kind = path.partition("/")[0]
        if not path.endswith("index.md"):
            counts[kind] = counts.get(kind, 0) + 1
    if not texts:
        losses.add(
            "text",
            "texts are other people's: only the sentences that something rests on are quoted",
            records=counts.get("reports", 0),
        )
    return Exported(
        format="markdown-with-texts" if texts else "markdown",
        files=tuple(str(to / path) for path in written),
        rows=counts,
        losses=losses.told(),
    )


FORMAT = Format("markdown", "a folder of linked notes (Obsidian, Logseq, CommonMark)", "", write)

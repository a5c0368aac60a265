"""For each question an example that works: about what the archive at hand has most of."""

from __future__ import annotations

from dragoman.archive import Archive
from dragoman.questions.base import questions

# Question -> parameters; names in braces are filled in with what the archive has.
_EXAMPLES: dict[str, dict[str, str]] = {
    "events": {"actor": "{actor}", "status": "planned", "limit": "10"},
    "statements": {"speaker": "{speaker}", "limit": "10"},
    "ties": {"limit": "10"},
    "reports": {"since": "{first}", "limit": "10"},
    "record": {"id": "{event}"},
    "show": {"id": "{event}"},
    "reading": {"id": "{report}"},
    "ledger": {"dyad": "{dyad}", "planned": "true", "limit": "10"},
    "series": {"dyad": "{dyad}", "by": "month"},
    "network": {"least": "2", "limit": "20"},
    "places": {"dyad": "{dyad}"},
    "standing_ties": {"limit": "10"},
    "agenda": {"state": "ahead", "limit": "10"},
    "failures": {"limit": "10"},
    "actors": {"limit": "10"},
    "issues": {"book": "true", "limit": "10"},
    "positions": {"issue": "{issue}", "limit": "10"},
    "thread": {"issue": "{issue}", "by": "month", "limit": "10"},
    "search": {"words": "{word}", "limit": "10"},
    "stories": {"least_reports": "2", "limit": "10"},
    "brief": {"id": "{story}"},
    "merged_events": {"story": "{story}"},
    "utterances": {"story": "{story}"},
    "acts": {"actor": "{actor}", "limit": "10"},
    "speech": {"actor": "{speaker}", "limit": "10"},
    "members": {"id": "{merged}"},
}
# What fills the braces: one value, or none where the archive has nothing of the kind.
_VALUES = {
    "actor": "SELECT code FROM merged_parties WHERE code <> '---' AND role = 'actor' "
    "GROUP BY code ORDER BY count(*) DESC, code LIMIT 1",
    "speaker": "SELECT speaker_code FROM statements WHERE speaker_code <> '---' "
    "GROUP BY speaker_code ORDER BY count(*) DESC, speaker_code LIMIT 1",
    "first": "SELECT min(published_day)::VARCHAR FROM reports",
    "event": "SELECT id FROM events ORDER BY date_start NULLS LAST, report, seq, id LIMIT 1",
    "merged": "SELECT id FROM merged_events ORDER BY len(members) DESC, id LIMIT 1",
    "report": "SELECT id FROM reports ORDER BY published NULLS LAST, id LIMIT 1",
    "dyad": "SELECT least(a, b) || '-' || greatest(a, b) FROM merged_dyads "
    "WHERE a <> b AND NOT (contains(a, '-') OR contains(b, '-')) "
    "GROUP BY 1 ORDER BY count(DISTINCT event) DESC, 1 LIMIT 1",
    "issue": "SELECT issue FROM (SELECT unnest(issues) AS issue FROM events) "
    "GROUP BY issue ORDER BY count(*) DESC, issue LIMIT 1",
    "story": "SELECT story FROM story_reports GROUP BY story ORDER BY count(*) DESC, story LIMIT 1",
}


def examples(archive: Archive) -> dict[str, dict[str, str]]:
    """Question -> parameters that this archive can answer; those that need what it lacks are out.

    Example:
        ``examples(archive)["ledger"]`` is ``{"dyad": "KEN-TZA", "planned": "true", ...}``.
    """
    known = {}
    for name, sql in _VALUES.items():
        rows = archive.rows(sql)
        if rows and rows[0][0]:
            known[name] = str(rows[0][0])
    if "actor" in known:
        from dragoman.relations.names import code_name

        known["word"] = code_name(known["actor"])
    found = {}
    for question in questions():
        given = _EXAMPLES.get(question, {})
        wanted = {value.strip("{}") for value in given.values() if value.startswith("{")}
        if wanted <= known.keys():
            found[question] = {key: value.format(**known) for key, value in given.items()}
    return found

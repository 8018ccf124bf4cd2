"""All phenomena: what each is called, where its definition is from, and how a run is judged."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from perforin.phenomena import pseudoprogression as pseudo
from perforin.phenomena import responses
from perforin.phenomena.course import baseline_sum
from perforin.phenomena.records import Record
from perforin.phenomena.runs import Run


@dataclass(frozen=True)
class Settings:
    """What definitions leave to whoever asks (days)."""

    delayed: float = 180
    durable: float = 180
    abscopal: float = 182
    first_visit: float | None = None


@dataclass(frozen=True)
class Finding:
    """Whether a run shows a phenomenon.

    Attributes
    ----------
    cases, n : int
        Of units, mostly one patient; n = 0: it does not apply, or nobody can tell.
    day : float
        When it began; NaN: nothing to tell.
    detail : str
        What triggered it, or which lesions.
    left_out : str
        Why n is 0.
    """

    cases: int = 0
    n: int = 1
    day: float = math.nan
    detail: str = ""
    left_out: str = ""

    @property
    def flag(self) -> bool | None:
        """Whether the patient has it; None: nobody can tell."""
        return self.cases > 0 if self.n else None


def untold(why: str) -> Finding:
    """Nobody can tell."""
    return Finding(n=0, left_out=why)


NO_TARGETS = untold("no targets that were measured at the baseline")
NO_RESPONSE = untold("no response")
NO_LIVE_TUMOUR = untold("live tumour at the scans is unknown")
NOTHING_OUTSIDE = untold("no measurable lesion outside")


@dataclass(frozen=True)
class Seen:
    """A run as its tables of true sizes, or those that were read, show it."""

    run: Run
    on: str
    record: Record
    settings: Settings
    twin: Seen | None = field(default=None, repr=False)

    @property
    def irradiated(self) -> tuple[str, ...]:
        """What her radiotherapy, or that of her twin, is aimed at."""
        return self.run.irradiated or (self.twin.run.irradiated if self.twin else ())

    @property
    def recist(self) -> pseudo.Event | None:
        """Pseudoprogression by RECIST 1.1."""
        return pseudo.by_recist(self.record)


@dataclass(frozen=True)
class Phenomenon:
    """One row of phenomena.csv.

    Attributes
    ----------
    name, title, source : str
        In the tables, on pages, and where definition and figure come from.
    judge : callable
        What a run shows of it.
    unit : str
        What is counted.
    context : bool
        Whether it is no phenomenon, but told beside them.
    published : tuple of float, or None
        Ends of the interval of the published figure (%), of immune checkpoint blockade.
    """

    name: str
    title: str
    source: str
    judge: Callable[[Seen], Finding]
    unit: str = "patients"
    context: bool = False
    published: tuple[float, float] | None = None


def _of_event(event: pseudo.Event | None, is_case: bool = True) -> Finding:
    if event is None or not is_case:
        return Finding()
    return Finding(1, 1, event.day, event.trigger)


def _recist(trigger: str = "") -> Callable[[Seen], Finding]:
    def judge(seen: Seen) -> Finding:
        if baseline_sum(seen.record) is None:
            return NO_TARGETS
        event = seen.recist
        return _of_event(event, event is not None and trigger in ("", event.trigger))

    return judge


def _live(which: int) -> Callable[[Seen], Finding]:
    """Pseudoprogression during which live tumour falls (0), and is below the baseline too (1)."""

    def judge(seen: Seen) -> Finding:
        live = seen.run.live
        if baseline_sum(seen.record) is None:
            return NO_TARGETS
        if not live:
            return NO_LIVE_TUMOUR
        event = seen.recist
        if event is None:
            return Finding()
        days = [seen.record.baseline.day, *(it.day for it in seen.record.made)]
        falls = pseudo.live_falls(event, live, days)
        return NO_LIVE_TUMOUR if falls is None else _of_event(event, falls[which])

    return judge


def _irecist(seen: Seen) -> Finding:
    labels = seen.run.labels.get(seen.on)
    if baseline_sum(seen.record) is None:
        return NO_TARGETS
    if not labels:
        return untold("no responses by iRECIST")
    return _of_event(pseudo.by_irecist(labels))


def _irrc(trigger: str = "") -> Callable[[Seen], Finding]:
    def judge(seen: Seen) -> Finding:
        if not pseudo.imaged(seen.record):
            made = seen.record.made
            enough = made and made[-1].day >= pseudo.IMAGED_DAYS
            return NO_TARGETS if enough else untold("less than 28 weeks of scans")
        event = pseudo.by_irrc(seen.record)
        return _of_event(event, event is not None and trigger in ("", event.trigger))

    return judge


def _lesions(of: Callable[[Record], dict[str, bool]]) -> Callable[[Seen], Finding]:
    def judge(seen: Seen) -> Finding:
        found = of(seen.record)
        if not found:
            return untold("no target that was measured often enough")
        cases = [name for name, yes in found.items() if yes]
        return Finding(len(cases), len(found), detail=" ".join(cases))

    return judge


def _response(after_progression: bool) -> Callable[[Seen], Finding]:
    def judge(seen: Seen) -> Finding:
        if baseline_sum(seen.record) is None:
            return NO_TARGETS
        step = responses.response(seen.record, after_progression)
        return Finding(1, 1, step.day) if step else Finding()

    return judge


def _first_scan(seen: Seen) -> Finding:
    yes = responses.progression_at_first_scan(seen.record)
    if yes is None:
        return NO_TARGETS if baseline_sum(seen.record) is None else untold("no scan")
    return Finding(int(yes))


def _delayed(of_responses: bool) -> Callable[[Seen], Finding]:
    def judge(seen: Seen) -> Finding:
        if baseline_sum(seen.record) is None:
            return NO_TARGETS
        if of_responses and responses.response(seen.record, after_progression=True) is None:
            return NO_RESPONSE
        step = responses.delayed(seen.record, seen.settings.delayed)
        return Finding(1, 1, step.day) if step else Finding()

    return judge


def _durable(seen: Seen) -> Finding:
    first = responses.response(seen.record)
    if first is None:
        return NO_RESPONSE
    held = responses.durable(seen.record, seen.settings.durable, seen.run.followed)
    if held is None:
        return untold("no response that was followed so long")
    return Finding(int(held), 1, first.day)


def _dissociated(seen: Seen) -> Finding:
    if len(seen.record.targets) < 2:
        return untold("fewer than two targets")
    found = responses.dissociated(seen.record)
    return Finding(1, 1, found[0], f"{found[1]} shrank, {found[2]} grew") if found else Finding()


def _hyperprogression(seen: Seen) -> Finding:
    said = seen.run.judged.get(seen.on)
    if said is None:
        return untold("the program did not judge it")
    if said.hyperprogression is None:
        return untold("growth before treatment is unknown or none, or no scan after it")
    return Finding(int(said.hyperprogression), 1, detail=f"growth {said.growth_before} to "
                   f"{said.growth_after} % a month")  # fmt: skip


def _out_of_field(seen: Seen) -> Finding:
    if not seen.irradiated:
        return untold("no radiotherapy, nor of a twin (--irradiated ARM=TWIN_ARM)")
    if not responses.measurable(seen.record, seen.irradiated):
        return NOTHING_OUTSIDE
    found = responses.shrunk_lesions(seen.record, seen.irradiated, seen.settings.abscopal)
    return Finding(1, 1, min(found.values()), " ".join(found)) if found else Finding()


def _abscopal(seen: Seen) -> Finding:
    if not seen.run.irradiated:
        return untold("no radiotherapy")
    if seen.twin is None:
        return untold("no twin without radiotherapy (--irradiated ARM=TWIN_ARM)")
    if not responses.measurable(seen.record, seen.irradiated):
        return NOTHING_OUTSIDE
    days = seen.settings.abscopal
    ours, theirs = (responses.shrunk_lesions(it.record, seen.irradiated, days)
                    for it in (seen, seen.twin))  # fmt: skip
    gained = {name: day for name, day in ours.items() if name not in theirs}
    return Finding(1, 1, min(gained.values()), " ".join(gained)) if gained else Finding()


_PARK = "Park 2020 (pooled incidence 6 %)"
_HODI = "Hodi 2016"
PHENOMENA = (
    Phenomenon("pseudoprogression", "pseudoprogression, RECIST 1.1", _PARK, _recist(),
               published=(5.0, 7.0)),
    Phenomenon("pseudoprogression_target", "pseudoprogression, targets", _PARK, _recist("target")),
    Phenomenon("pseudoprogression_new", "pseudoprogression, new lesion", _PARK, _recist("new")),
    Phenomenon("pseudoprogression_falling", "pseudoprogression, live cells fall",
               "this project", _live(0)),
    Phenomenon("pseudoprogression_strict", "pseudoprogression, strict", "this project", _live(1)),
    Phenomenon("pseudoprogression_irecist", "pseudoprogression, iRECIST", "Seymour 2017", _irecist),
    Phenomenon("irrc_early", "irRC +25 % unconfirmed, early", _HODI, _irrc("early"),
               published=(2.6, 7.5)),
    Phenomenon("irrc_delayed", "irRC +25 % unconfirmed, delayed", _HODI, _irrc("delayed"),
               published=(1.3, 5.2)),
    Phenomenon("irrc_any", "irRC +25 % unconfirmed, any", _HODI, _irrc(), published=(4.8, 10.7)),
    Phenomenon("lesion_pseudoprogression", "target lesion +20 %, then −30 %", "Laleh 2022",
               _lesions(pseudo.lesions_by_size), "lesions"),
    Phenomenon("lesion_pseudoprogression_filtered", "the same, ≥ 3 scans, up to PD",
               "Laleh 2022", _lesions(pseudo.as_published), "lesions", published=(0.1, 1.9)),
    Phenomenon("delayed_response", "delayed response", "CheckMate 067", _delayed(False)),
    Phenomenon("delayed_of_responses", "delayed, of responses", "CheckMate 067", _delayed(True),
               "responses"),
    Phenomenon("durable_response", "durable response", "this project", _durable, "responses"),
    Phenomenon("dissociated_response", "dissociated response", "Bernard-Tessier 2020",
               _dissociated),
    Phenomenon("hyperprogression", "hyperprogression", "Champiat 2017", _hyperprogression),
    Phenomenon("out_of_field_response", "lesion out of field −30 %", "Golden 2015", _out_of_field),
    Phenomenon("abscopal_response", "abscopal response", "Golden 2015", _abscopal),
    Phenomenon("response", "response, RECIST 1.1", "Eisenhauer 2009", _response(False),
               context=True),
    Phenomenon("response_or_later", "response, after PD too", "this project", _response(True),
               context=True),
    Phenomenon("progression_at_first_scan", "PD at the first scan", "Eisenhauer 2009", _first_scan,
               context=True),
)  # fmt: skip
BY_NAME = {it.name: it for it in PHENOMENA}

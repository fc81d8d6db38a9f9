"""Rounds, medians, ratios, and the table that is printed."""

import statistics
import sys
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    """berth's figure is to be at least `factor` times as good as that of each of `others`."""

    others: tuple
    factor: float
    words: str


@dataclass
class Row:
    name: str
    unit: str
    higher_is_better: bool = True
    targets: tuple = ()
    note: str = ""
    rounds: list = field(default_factory=list)  # one dictionary per round: server -> figure

    def figure(self, server):
        figures = [each[server] for each in self.rounds if server in each]
        return statistics.median(figures) if figures else None

    def ratio(self, target):
        """How much better berth is than the best of the target's servers; None where none of them ran.

        Which is the best is said by all rounds: the luckiest of each round would be better than any is.
        """
        ratios = [self.ratio_to(other) for other in target.others]
        return min((ratio for ratio in ratios if ratio is not None), default=None)

    def ratio_to(self, other):
        pairs = [(each["berth"], each[other]) for each in self.rounds if "berth" in each and other in each]
        if 2 * len(pairs) <= len(self.rounds):
            return None  # it failed too often to say anything
        return statistics.median(ours / theirs if self.higher_is_better else theirs / ours for ours, theirs in pairs)


@dataclass
class Table:
    title: str
    columns: tuple
    rows: list


def run(row, servers, options, measure):
    """Measures every server once a round; a server that fails is left out of that round, with a line.

    The rounds of the warm-up find cold code and cold caches, and do not count.
    """
    for number in range(1 - options.warm_up, options.rounds + 1):
        figures = {}
        for server in servers:
            try:
                figures[server.name] = measure(server)
            except Exception as failure:  # a peer that cannot do a row must not end the others' run
                print(f"{row.name}: {server.name}: {type(failure).__name__}: {failure}", file=sys.stderr)
        if number > 0:
            row.rounds.append(figures)
        progress = ", ".join(f"{name} {number_text(value)}" for name, value in figures.items())
        label = f"round {number}" if number > 0 else "warm-up"
        print(f"  {row.name}, {label}: {progress}", file=sys.stderr, flush=True)
    return row


def markdown(table):
    columns = [name for name in table.columns if any(row.figure(name) is not None for row in table.rows)]
    lines = [
        "| " + " | ".join([table.title, "unit", *columns, "berth against its targets"]) + " |",
        "|" + "---|" * (len(columns) + 3),
    ]
    for row in table.rows:
        figures = ["–" if row.figure(name) is None else number_text(row.figure(name)) for name in columns]
        lines.append("| " + " | ".join([row.name, row.unit, *figures, against(row)]) + " |")
    return "\n".join(lines)


def against(row):
    parts = []
    for target in row.targets:
        ratio = row.ratio(target)
        if ratio is not None:
            verdict = "met" if ratio >= target.factor else "MISSED"
            parts.append(f"{ratio:.2f} × {target.words} (≥ {target.factor:g}: {verdict})")
    if row.note:
        parts.append(row.note)
    return "; ".join(parts) or "–"


def number_text(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"

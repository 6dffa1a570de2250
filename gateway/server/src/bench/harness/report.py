"""Medians, ratios within a round, and what of the goals was reached."""

from statistics import median

REFERENCE = "pass-through"
STOCK = "stock"
OURS = "devicegate"

_COLUMNS = [
    ("req/s", "requests_per_second", "{:,.0f}"),
    ("CPU µs/req", "cpu_us", "{:.1f}"),
    ("of its core", "core_share", "{:.0%}"),
    ("compiling", "compiling_share", "{:.1%}"),
    ("p50 ms", "p50_ms", "{:.2f}"),
    ("p99 ms", "p99_ms", "{:.2f}"),
    ("refused", "refused_share", "{:.2%}"),
    ("RSS MB", "resident_mb", "{:.0f}"),
]


def medians(samples):
    """`samples[load][target]` is a list of a Sample for each round."""
    return {
        load: {
            name: {field: median(getattr(s, field) for s in rounds) for _, field, _ in _COLUMNS}
            for name, rounds in targets.items()
        }
        for load, targets in samples.items()
    }


def ratio(samples, field, over, under):
    """Median of the ratios of each round: what disturbs a round disturbs both sides of it.

    `over` and `under` are pairs of load and target; None when one of them was not measured.
    """
    try:
        pairs = zip(samples[over[0]][over[1]], samples[under[0]][under[1]])
        return median(getattr(a, field) / getattr(b, field) for a, b in pairs)
    except KeyError:
        return None


def table(load, samples, titles):
    middle = medians(samples)[load]
    head = ["target", *(title for title, _, _ in _COLUMNS), "spread", "× pass-through", "× stock"]
    rows = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for name, values in middle.items():
        cells = [titles[name]]
        cells += [form.format(values[field]) for _, field, form in _COLUMNS]
        cells.append(f"{_spread(samples[load][name]):.0%}")
        for other in [REFERENCE, STOCK]:
            seen = ratio(samples, "requests_per_second", (load, name), (load, other))
            cells.append("–" if seen is None else f"{seen:.2f}")
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _spread(rounds):
    rates = [s.requests_per_second for s in rounds]
    return (max(rates) - min(rates)) / median(rates)


def goals(samples, start_seconds):
    """Each goal with the limit and what was seen; nothing seen is not reached."""
    ours, mixed = ("many", OURS), ("mixed", OURS)
    reference, stock = ("many", REFERENCE), ("many", STOCK)
    rate, cpu, p99 = "requests_per_second", "cpu_us", "p99_ms"
    return [
        _goal("throughput against pass-through", ">=", 0.90, ratio(samples, rate, ours, reference)),
        _goal("CPU of pass-through against ours", ">=", 0.90, ratio(samples, cpu, reference, ours)),
        _goal("throughput against the stock resource server", ">=", 3.5, ratio(samples, rate, ours, stock)),
        _goal("CPU of the stock resource server against ours", ">=", 3.5, ratio(samples, cpu, stock, ours)),
        _goal("p99 against pass-through", "<=", 1.15, ratio(samples, p99, ours, reference)),
        _goal("throughput with 5 % bad signatures against none", ">=", 0.90, ratio(samples, rate, mixed, ours)),
        _goal("seconds from start to first answer", "<=", 3.0, start_seconds.get(OURS)),
    ]


def _goal(name, relation, limit, seen):
    reached = seen is not None and (seen >= limit if relation == ">=" else seen <= limit)
    seen = None if seen is None else round(seen, 3)
    return {"goal": name, "relation": relation, "limit": limit, "seen": seen, "reached": reached}


def goals_table(goals_seen):
    rows = ["| goal | wanted | seen | |", "|---|---:|---:|---|"]
    for goal in goals_seen:
        wanted = ("≥ " if goal["relation"] == ">=" else "≤ ") + str(goal["limit"])
        seen, verdict = "not measured", "open"
        if goal["seen"] is not None:
            seen, verdict = f"{goal['seen']:.2f}", "reached" if goal["reached"] else "missed"
        rows.append(f"| {goal['goal']} | {wanted} | {seen} | {verdict} |")
    return "\n".join(rows)

"""CP-SAT with one worker on PSPLIB instances: the yardstick beside which the scheduler is measured.

Usage: cpsat.py SECONDS makespan|value FILE.sm...
Prints one line per instance: name,objective,proven (1 or 0),seconds. Weights as in psplib.rs.
"""

import sys
import time
from pathlib import Path

from ortools.sat.python import cp_model


def read(path):
    section, jobs, rows, capacities = None, [], [], []
    for line in Path(path).read_text().splitlines():
        for heading in ("PRECEDENCE", "REQUESTS", "RESOURCEAVAIL"):
            if line.startswith(heading):
                section = heading
        numbers = [int(word) for word in line.split()] if line.strip()[:1].isdigit() else []
        if not numbers or section is None:
            continue
        if section == "PRECEDENCE":
            jobs.append([job - 1 for job in numbers[3:]])
        elif section == "REQUESTS":
            rows.append((numbers[2], numbers[3:]))
        elif not capacities:
            capacities = numbers
    return jobs, rows, capacities


def solve(path, seconds, objective):
    successors, rows, capacities = read(path)
    count, horizon = len(rows), sum(duration for duration, _ in rows)
    model = cp_model.CpModel()
    start = [model.new_int_var(0, horizon, "") for _ in rows]
    tasks = [model.new_fixed_size_interval_var(start[job], rows[job][0], "") for job in range(count)]
    for job in range(count):
        for successor in successors[job]:
            model.add(start[successor] >= start[job] + rows[job][0])
    for resource, capacity in enumerate(capacities):
        model.add_cumulative(tasks, [demands[resource] for _, demands in rows], capacity)
    if objective == "makespan":
        model.minimize(start[-1])
    else:
        weights = [0 if job in (0, count - 1) else (job + 1) % 5 + 1 for job in range(count)]
        model.minimize(sum(weights[job] * (start[job] + rows[job][0]) for job in range(count)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    began = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - began
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = round(solver.objective_value) if found else ""
    return value, int(status == cp_model.OPTIMAL), took


if __name__ == "__main__":
    for file in sys.argv[3:]:
        value, proven, took = solve(file, float(sys.argv[1]), sys.argv[2])
        print(f"{Path(file).stem},{value},{proven},{took:.3f}", flush=True)

"""Candor and lm-evaluation-harness on the same model, tasks and machine, alternating; prints a Markdown table of ratios.

usage: python3 side_by_side.py --peer "peer-python peer.py" --candor PATH --model DIR --data DIR [--candor-model DIR]
           [--rounds 3] [--threads 2] [--case NAME=TASKS:LIMIT …] [--dtypes fp32,bf16]
Both sides' seconds are the evaluation alone (requests, tokenising, forward passes, metrics), without start-up and model loading;
process is the whole command. Scores are printed beside each other: a faster wrong number would be no number.
"""
import argparse, json, os, shlex, statistics, subprocess, tempfile, time
from pathlib import Path

ETHICS = ",".join("ethics_" + name for name in ("cm", "deontology", "justice", "utilitarianism", "virtue"))
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--peer", default="peer-python " + str(Path(__file__).with_name("peer.py")))
parser.add_argument("--candor", required=True)
parser.add_argument("--model", required=True)
parser.add_argument("--candor-model", help="the same weights with tokenizer.model, where --model has another tokenizer file")
parser.add_argument("--data", required=True)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=16)
parser.add_argument("--dtypes", default="fp32,bf16")
parser.add_argument("--case", action="append")
args = parser.parse_args()
cases = args.case or ["truthfulqa=truthfulqa_mc2:40", f"ethics={ETHICS}:100"]
NAMES = {"fp32": "float32", "bf16": "bfloat16"}


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{shlex.join(command)}\n{done.stderr}")
    return time.perf_counter() - start, done.stdout


def peer(tasks, limit, dtype):
    process, output = timed([*shlex.split(args.peer), "--model", args.model, "--data", args.data, "--tasks", tasks, "--limit", limit,
                             "--dtype", NAMES[dtype], "--threads", str(args.threads), "--batch", str(args.batch)])
    tasks = json.loads(output)["tasks"]
    return sum(t["seconds"] for t in tasks.values()), process, {name: t["acc"] for name, t in tasks.items()}


def candor(tasks, limit, dtype):
    with tempfile.TemporaryDirectory() as folder:
        process, output = timed([args.candor, "eval", "--model", args.candor_model or args.model, "--data", args.data, "--tasks", tasks, "--limit", limit,
                                 "--protocol", "lm-eval-0.4", "--dtype", dtype, "--threads", str(args.threads), "--output", folder, "--json"])
    result = json.loads(output)
    scores = {name: r["acc,none"] for name, r in result["results"].items() if "acc,none" in r}
    return float(result["total_evaluation_time_seconds"]), process, scores


print("| case | dtype | lm-eval s | Candor s | ratio | process lm-eval s | process Candor s | largest score difference |")
print("|---|---|---|---|---|---|---|---|")
for case in cases:
    name, rest = case.split("=", 1)
    tasks, limit = rest.rsplit(":", 1)
    for dtype in args.dtypes.split(","):
        pairs = [(peer(tasks, limit, dtype), candor(tasks, limit, dtype)) for _ in range(args.rounds)]
        middle = lambda values: statistics.median(values)
        ratios = sorted(p[0] / c[0] for p, c in pairs)
        gap = max(abs(pairs[0][0][2][t] - pairs[0][1][2][t]) for t in pairs[0][0][2])
        print(f"| {name} | {dtype} | {middle(p[0] for p, _ in pairs):.2f} | {middle(c[0] for _, c in pairs):.2f} "
              f"| {middle(ratios):.1f} ({ratios[0]:.1f}–{ratios[-1]:.1f}) | {middle(p[1] for p, _ in pairs):.1f} | {middle(c[1] for _, c in pairs):.1f} | {gap:.2g} |",
              flush=True)

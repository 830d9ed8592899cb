"""One training step in Candor and in transformers + peft, alternating; prints a Markdown table of ratios.

usage: python3 side_by_side.py --candor PATH/TO/TrainingBenchmark --peer "peer-python bench_train.py" [--rounds 3] [--threads 2] [--steps 3]
                               [--shape "--batch 1 --seq 128"]
Both print the median seconds of a step and their peak memory. Shape and options are the peer script's; --shape changes it for both.
"""
import argparse, itertools, json, shlex, statistics, subprocess

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--candor", required=True)
parser.add_argument("--peer", required=True)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--steps", type=int, default=3)
parser.add_argument("--shape", default="")
args = parser.parse_args()


def run(command, options):
    done = subprocess.run([*shlex.split(command), *options], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command} {shlex.join(options)}\n{done.stderr}")
    result = json.loads(done.stdout.strip().splitlines()[-1])
    return result["median_seconds"], result["peak_memory_mb"]


print("| mode | dtype | supervised | peer s | Candor s | ratio, median (smallest–largest) | peer MB | Candor MB |")
print("|---|---|---|---|---|---|---|---|")
for supervised, dtype, mode in itertools.product((75, 25), ("fp32", "bf16"), ("full", "lora")):
    options = [f"--{mode}", "--dtype", dtype, "--supervised", str(supervised), "--threads", str(args.threads), "--warmup", "1", "--steps", str(args.steps), *shlex.split(args.shape)]
    pairs = [(run(args.peer, options), run(args.candor, options)) for _ in range(args.rounds)]
    ratios = sorted(p[0] / c[0] for p, c in pairs)
    print(f"| {mode} | {dtype} | {supervised}% | {statistics.median(p[0] for p, _ in pairs):.2f} | {statistics.median(c[0] for _, c in pairs):.2f} "
          f"| {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f}) | {max(p[1] for p, _ in pairs)} | {max(c[1] for _, c in pairs)} |", flush=True)

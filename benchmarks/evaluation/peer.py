"""Evaluates TruthfulQA and ETHICS with lm-evaluation-harness on local files and prints times and scores as one JSON object.

usage: peer-python peer.py --model DIR --data DIR --tasks a,b [--dtype float32|bfloat16] [--limit N] [--batch N] [--threads N]
The hub's data sets are answered from the official files, with the hub's fields; nothing else of the harness is touched.
seconds is the evaluation alone: imports and loading the model are not in it.
"""
import argparse, csv, json, os, time
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--model", required=True)
parser.add_argument("--data", required=True, type=Path)
parser.add_argument("--tasks", required=True)
parser.add_argument("--dtype", default="float32")
parser.add_argument("--limit", type=int)
parser.add_argument("--batch", type=int, default=16)
parser.add_argument("--threads", type=int, default=2)
args = parser.parse_args()
os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", TOKENIZERS_PARALLELISM="false", LMEVAL_LOG_LEVEL="ERROR",
                  OMP_NUM_THREADS=str(args.threads), MKL_NUM_THREADS=str(args.threads))
import datasets, lm_eval, torch, transformers
from lm_eval import evaluator
from lm_eval.models.huggingface import HFLM

torch.set_num_threads(args.threads)


def rows_of(file):
    with open(args.data / "ethics" / file, newline="", encoding="utf-8") as handle:
        return list(csv.reader(handle))


def ethics(name):
    if name == "commonsense":
        return [{"label": int(r[0]), "input": r[1], "is_short": True, "edited": True} for r in rows_of("commonsense/cm_test.csv")[1:]]
    if name == "deontology":
        return [{"group_id": i // 4, "label": int(r[0]), "scenario": r[1], "excuse": r[2]}
                for i, r in enumerate(rows_of("deontology/deontology_test.csv")[1:])]
    if name == "justice":
        return [{"group_id": i // 4, "label": int(r[0]), "scenario": r[1]} for i, r in enumerate(rows_of("justice/justice_test.csv")[1:])]
    if name == "virtue":
        rows = [(i // 5, int(r[0]), *r[1].split(" [SEP] ")) for i, r in enumerate(rows_of("virtue/virtue_test.csv")[1:])]
        return [dict(zip(("group_id", "label", "scenario", "trait"), r)) for r in rows]
    return [{"activity": r[0], "baseline": r[1], "rating": ""} for r in rows_of("utilitarianism/util_test.csv")]


def load_dataset(path, name=None, **_):
    """Stands in for datasets.load_dataset."""
    if "truthful" in path:
        split = lambda t: {"choices": list(t), "labels": list(t.values())}
        items = json.load(open(args.data / "truthfulqa/mc_task.json", encoding="utf-8"))
        rows = [{"question": r["question"], "mc1_targets": split(r["mc1_targets"]), "mc2_targets": split(r["mc2_targets"])} for r in items]
        return {"validation": datasets.Dataset.from_list(rows)}
    rows = datasets.Dataset.from_list(ethics(name))
    return {"train": rows, "test": rows}


datasets.load_dataset = load_dataset
model = HFLM(pretrained=args.model, dtype=args.dtype, device="cpu", batch_size=args.batch)
with torch.inference_mode():
    model.model(torch.ones(2, 64, dtype=torch.long))
report = {}
for task in args.tasks.split(","):
    start = time.perf_counter()
    result = evaluator.simple_evaluate(model=model, tasks=[task], limit=args.limit, bootstrap_iters=0)
    report[task] = {"seconds": time.perf_counter() - start, "acc": result["results"][task]["acc,none"]}
print(json.dumps({"lm_eval": lm_eval.__version__, "torch": torch.__version__, "transformers": transformers.__version__,
                  "dtype": args.dtype, "threads": args.threads, "batch": args.batch, "tasks": report}))

"""Loads what `candor train` and `candor merge` wrote into transformers and peft, and compares log-probabilities.

    python benchmarks/training/loads_in_peers.py CANDOR BASE ADAPTER MERGED FULL

CANDOR: the program. BASE: a LLaMA. ADAPTER: a text LoRA run over it. MERGED: `candor merge --dtype fp32` of that. FULL: a full text run.
Needs torch, transformers and peft. Prints the largest difference of each; exits 1 where one is above 1e-3.
"""
import json
import subprocess
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

IDS = [1] + [(i * 7919 + 13) % 500 + 3 for i in range(63)]


def ours(candor, model, *more):
    command = [candor, "generate", "--model", model, "--prompt-ids", ",".join(map(str, IDS)), "--max-new-tokens", "0",
               "--echo-logprobs", "--dtype", "fp32", "--json", *more]
    return torch.tensor(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["prompt_logprobs"][1:])


def theirs(model):
    with torch.no_grad():
        scores = model(torch.tensor([IDS])).logits[0].float().log_softmax(-1)
    return scores[:-1].gather(1, torch.tensor(IDS[1:])[:, None])[:, 0]


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def main(candor, base, adapter, merged, full):
    pairs = {
        "adapter in peft": (ours(candor, adapter, "--base", base), theirs(PeftModel.from_pretrained(load(base), adapter))),
        "merged in transformers": (ours(candor, merged), theirs(load(merged))),
        "merged against adapter": (ours(candor, merged), ours(candor, adapter, "--base", base)),
        "full in transformers": (ours(candor, full), theirs(load(full))),
    }
    worst = 0.0
    for name, (a, b) in pairs.items():
        difference = (a - b).abs().max().item()
        worst = max(worst, difference)
        print(f"{name}: {difference:.2e}")
    return 0 if worst < 1e-3 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

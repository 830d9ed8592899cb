"""Converts a GGUF file with `candor convert` and loads the folders in transformers: same ids, same chats, same log-probabilities.

    python benchmarks/checkpoints/loads_in_transformers.py CANDOR MODEL.gguf TOKENS.json STRINGS.json WORK

CANDOR: the program. TOKENS.json, STRINGS.json: the model's reference ids (goldens/smollm2/tokens.json, goldens/tokens/strings.json).
WORK: an empty folder for what is written. Needs torch and transformers. Exits 1 where an id differs or a log-probability by more than
1e-3 (both sides compute in fp32 on the same stored weights; fp32 weights are read from the GGUF file on our side).
"""
import json
import subprocess
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def ours(candor, model, ids):
    command = [candor, "generate", "--model", model, "--prompt-ids", ",".join(map(str, ids)), "--max-new-tokens", "0",
               "--echo-logprobs", "--dtype", "fp32", "--json"]
    return torch.tensor(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["prompt_logprobs"][1:])


def theirs(model, ids):
    with torch.no_grad():
        scores = model(torch.tensor([ids])).logits[0].float().log_softmax(-1)
    return scores[:-1].gather(1, torch.tensor(ids[1:])[:, None])[:, 0]


def wrong_ids(folder, tokens, strings):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    texts = [text if isinstance(text, str) else text["text"] for text in strings] + tokens["more"]
    wrong = sum(tokenizer(texts[entry["id"]])["input_ids"] != entry["ids"] for entry in tokens["encode"])
    wrong += sum(tokenizer.decode(entry["ids"]) != entry["text"] for entry in tokens["encode"])
    chats = [(tokenizer.apply_chat_template(chat["messages"], tokenize=False, add_generation_prompt=chat["add_generation_prompt"]), chat["text"])
             for chat in tokens["chats"]]
    return wrong + sum(made != expected for made, expected in chats), len(tokens["encode"]), len(chats)


def main(candor, gguf, tokens, strings, work):
    tokens, strings = (json.loads(Path(path).read_text("utf-8")) for path in (tokens, strings))
    strings = strings["strings"] if isinstance(strings, dict) else strings
    chat, text = tokens["chats"][0]["ids"], max((entry["ids"] for entry in tokens["encode"]), key=len)[:256]
    failed = False
    for dtype in ("fp32", "bf16", "fp16"):
        folder = str(Path(work) / dtype)
        subprocess.run([candor, "convert", gguf, folder, "--dtype", dtype], check=True, capture_output=True)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        side = gguf if dtype == "fp32" else folder
        difference = max((ours(candor, side, ids) - theirs(model, ids)).abs().max().item() for ids in (chat, text))
        wrong, encoded, chats = wrong_ids(folder, tokens, strings)
        print(f"{dtype}: {encoded} texts and {chats} chats, {wrong} differ; log-probabilities differ by at most {difference:.1e} "
              f"({len(chat)} and {len(text)} tokens); tied: {model.config.tie_word_embeddings}, stored as {json.loads((Path(folder) / 'config.json').read_text())['torch_dtype']}")
        failed |= wrong > 0 or difference > 1e-3
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""The grapheme-to-phoneme job in PyTorch on the CPU, for bench.mjs: prints one JSON object.

usage: torch_g2p.py '{"d_model": 64, …}'   (the job as bench.mjs writes it, with "steps", "threads" and "valid_words")
"""
import json
import pathlib
import resource
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "test/oracle"))

import torch  # noqa: E402
from g2p_torch import Data, Transformer, error_rates  # noqa: E402


def main():
    job = json.loads(sys.argv[1])
    torch.set_num_threads(job["threads"])
    data = Data("train", job["batch_size"], job["seed"])
    model = Transformer(
        job["d_model"], job["num_heads"], job["encoder_layers"], job["decoder_layers"], job["ffn_dim"], job["seed"]
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=1, betas=job["betas"], eps=job["eps"])
    losses, seconds = [], []
    for step in range(1, job["steps"] + 1):
        start = time.perf_counter()
        for group in optimizer.param_groups:
            group["lr"] = job["lr"] * min(step / job["warmup_steps"], (job["warmup_steps"] / step) ** 0.5)
        loss = model.decoder_loss(*data.batch(step - 1))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), job["grad_clip"])
        optimizer.step()
        losses.append(loss.item())
        seconds.append(time.perf_counter() - start)
    model.eval()
    rates = error_rates(model, Data("valid", 256, job["seed"], job["valid_words"]).entries)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"version": torch.__version__, "losses": losses, "seconds": seconds, "peak_mb": peak_mb, **rates}))


main()

"""The grapheme-to-phoneme job in PyTorch, for bench.mjs: prints one JSON object, the losses and the seconds of each step
on the clock and of the processor.

usage: torch_g2p.py '{"d_model": 64, …}'   (a job of jobs.mjs, with "steps", "threads" and "device": cpu or cuda)
"""
import json
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "test/oracle"))

import torch  # noqa: E402
from g2p_torch import Data, Transformer  # noqa: E402


def main():
    job = json.loads(sys.argv[1])
    torch.set_num_threads(job["threads"])
    torch.set_num_interop_threads(job["threads"])
    data = Data("train", job["batch_size"], job["seed"])
    # As a DataLoader has them ready.
    batches = [data.batch(number) for number in range(job["steps"])]
    model = Transformer(
        job["d_model"], job["num_heads"], job["encoder_layers"], job["decoder_layers"], job["ffn_dim"], job["seed"]
    ).to(job["device"])
    optimizer = torch.optim.Adam(model.parameters(), lr=1, betas=job["betas"], eps=job["eps"])
    losses, seconds, processor = [], [], []
    for step, batch in enumerate(batches, 1):
        start, used = time.perf_counter(), time.process_time()
        for group in optimizer.param_groups:
            group["lr"] = job["lr"] * min(step / job["warmup_steps"], (job["warmup_steps"] / step) ** 0.5)
        loss = model.decoder_loss(*(each.to(job["device"]) for each in batch))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), job["grad_clip"])
        optimizer.step()
        losses.append(loss.item())
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    print(json.dumps({"losses": losses, "seconds": seconds, "processor": processor}))


main()

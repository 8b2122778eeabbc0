"""Times optimizer.step() in PyTorch on the CPU, for bench.mjs: python3 torch_updates.py THREADS

Reads one JSON object a line, {"type", "conf", "shape", "tensors", "seconds", "execution"}, and answers each with a line:
{"ms": […], "cpu": […]}, milliseconds on the clock and of the processor, or {"refused": reason} where torch does not execute the class so. The first line says torch's version.
"""
import json
import sys
import time

import torch

WARM_UP, LEAST = 8, 3


def value(shape, offset):
    k = torch.arange(shape[0] * shape[1], dtype=torch.float64) + offset
    return (((37 * k + 11) % 64) / 64 - 0.49).to(torch.float32).reshape(shape)


def measure(type, conf, shape, tensors, seconds, execution):
    params = [torch.nn.Parameter(value(shape, index)) for index in range(tensors)]
    for index, param in enumerate(params):
        param.grad = value(shape, 3 * index + 1)
    options = {name: tuple(each) if isinstance(each, list) else each for name, each in conf.items()}
    try:
        optimizer = getattr(torch.optim, type)(params, **options, **execution)
        optimizer.step()
    except (TypeError, RuntimeError) as error:
        return {"refused": str(error)}
    ms, cpu, end = [], [], time.perf_counter() + seconds
    while len(ms) < WARM_UP + LEAST or time.perf_counter() < end:
        used, before = time.process_time(), time.perf_counter()
        optimizer.step()
        ms.append(1000 * (time.perf_counter() - before))
        cpu.append(1000 * (time.process_time() - used))
    return {"ms": ms[WARM_UP:], "cpu": cpu[WARM_UP:]}


torch.set_num_threads(int(sys.argv[1]))
print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(measure(**json.loads(line))), flush=True)

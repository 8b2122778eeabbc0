"""Records the losses of the first 50 training steps in PyTorch: python3 g2p-trace.py > g2p-trace.json (needs torch)."""
import json

import torch
from g2p_torch import Data, Transformer

CONF = {
    "module_conf": {
        "d_model": 32,
        "num_heads": 4,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "ffn_dim": 96,
        "encoder_loss_weight": 0.5,
    },
    "data_conf": {"split": "train", "batch_size": 48, "max_words": 3000},
    "seed": 11,
    "adam": {"betas": [0.9, 0.98], "eps": 1e-9},
    "lr": "0.003 * min(t / 20, sqrt(20 / t)) at step t from 1; the step's seed is t",
}
STEPS = 50


def weighted_sum(name, parameter):
    matrix = parameter.t() if parameter.dim() == 2 and "embedding" not in name else parameter
    values = matrix.double().flatten()
    return (values * (torch.arange(len(values)) % 7 + 1)).sum().item()


def main():
    torch.set_num_threads(1)
    conf, module = CONF, CONF["module_conf"]
    data = Data("train", conf["data_conf"]["batch_size"], conf["seed"], conf["data_conf"]["max_words"])
    model = Transformer(
        module["d_model"], module["num_heads"], module["encoder_layers"], module["decoder_layers"], module["ffn_dim"],
        conf["seed"],
    )
    # Initial values, weighted by place so that a transposed matrix shows.
    sums = {name: weighted_sum(name, parameter.detach()) for name, parameter in model.named_parameters()}
    optimizer = torch.optim.Adam(model.parameters(), lr=1, betas=conf["adam"]["betas"], eps=conf["adam"]["eps"])
    losses = []
    for t in range(1, STEPS + 1):
        source, target_input, target = data.batch(t - 1)
        decoder_loss = model.decoder_loss(source, target_input, target)
        encoder_loss = model.encoder_loss(source, t)
        loss = decoder_loss + module["encoder_loss_weight"] * encoder_loss
        for group in optimizer.param_groups:
            group["lr"] = 0.003 * min(t / 20, (20 / t) ** 0.5)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append({"loss": loss.item(), "encoder_loss": encoder_loss.item(), "decoder_loss": decoder_loss.item()})
    print(json.dumps({"meta": {"torch": torch.__version__, **conf}, "initial_sums": sums, "losses": losses}, indent=1))


main()

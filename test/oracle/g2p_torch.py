"""The grapheme-to-phoneme job of this project in PyTorch: the same data, the same numbers drawn, the same model.

Written for comparison: `g2p-trace.py` beside this file records losses that a test holds the project to, and
`bench/train/torch_g2p.py` measures speed. Parameters have the names and, by a hash of seed, name and place, the initial
values that they have in the project (a linear weight is [outputs, inputs] here, its transpose).
"""
import json
import math
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAD, START, END, FIRST = 0, 1, 2, 3
MASK = START
GRAPHEMES = "'-.abcdefghijklmnopqrstuvwxyz"
PHONES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)
BITS = 0xFFFFFFFF


# Random numbers as functions of seed and counter (runtime/src/nn/random.ts)


def mix(h):
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & BITS
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & BITS
    return h ^ (h >> 16)


def hash32(seed, counter):
    return mix(mix((counter + 0x9E3779B9) & BITS) ^ (seed & BITS))


def fnv1a32(text):
    h = 0x811C9DC5
    for c in text:
        h = ((h ^ ord(c)) * 0x01000193) & BITS
    return h


def uniform01(seed, counter):
    return hash32(seed, counter) / 2**32


def normal01(seed, counter):
    radius = math.sqrt(-2 * math.log((hash32(seed, 2 * counter) + 0.5) / 2**32))
    return radius * math.cos(2 * math.pi * uniform01(seed, 2 * counter + 1))


def shuffle(numbers, seed):
    for i in range(len(numbers) - 1, 0, -1):
        j = int(uniform01(seed, i) * (i + 1))
        numbers[i], numbers[j] = numbers[j], numbers[i]


# Data (runtime/src/data/cmudict.ts)


def read_words(split):
    """Words of a split with their pronunciations, in the order of the npm package."""
    text = (ROOT / "node_modules/cmu-pronouncing-dictionary/index.js").read_text(encoding="utf-8")
    body = text[text.index("export const dictionary") :]
    entries = json.loads(body[body.index("{") : body.rindex("}") + 1].replace(",\n}", "\n}"))
    words = {}
    for name, said in entries.items():
        word = name[: name.rindex("(")] if name.endswith(")") else name
        phones = ["".join(c for c in phone if not c.isdigit()) for phone in said.split(" #")[0].split(" ")]
        ways = words.setdefault(word, [])
        if phones not in ways:
            ways.append(phones)
    def split_of(word):
        bucket = fnv1a32(word) % 1000
        return "valid" if bucket < 20 else "test" if bucket < 120 else "train"
    return [(word, ways) for word, ways in words.items() if split_of(word) == split]


class Data:
    """Batches of one split: `batch(number)` counts on over passes."""

    def __init__(self, split, batch_size, seed, max_words=None):
        words = read_words(split)
        if max_words is not None:
            words = sorted(words, key=lambda entry: fnv1a32(entry[0]) // 1000)[:max_words]
        self.entries = words
        letters = {c: i + FIRST for i, c in enumerate(GRAPHEMES)}
        phones = {p: i + FIRST for i, p in enumerate(PHONES)}
        self.pairs = [
            ([letters[c] for c in word], [phones[p] for p in way]) for word, ways in words for way in ways
        ]
        self.batch_size, self.seed, self.shuffled, self.known = batch_size, seed, split == "train", None
        self.per_pass = math.ceil(len(self.pairs) / batch_size)

    def order(self, number):
        order, seed, size = list(range(len(self.pairs))), hash32(self.seed, number), self.batch_size
        by_length = lambda pair: (len(self.pairs[pair][0]), len(self.pairs[pair][1]), pair)
        if not self.shuffled:
            return sorted(order, key=by_length)
        shuffle(order, seed)
        pools = [sorted(order[i : i + 32 * size], key=by_length) for i in range(0, len(order), 32 * size)]
        order = [pair for pool in pools for pair in pool]
        full = list(range(len(order) // size))
        shuffle(full, ~seed)
        batches = [order[b * size : (b + 1) * size] for b in full]
        return [pair for batch in batches for pair in batch] + order[len(full) * size :]

    def batch(self, number):
        """(source, target input, target) of batch `number`, from 0: int64 tensors padded with PAD."""
        if self.known is None or self.known[0] != number // self.per_pass:
            self.known = (number // self.per_pass, self.order(number // self.per_pass))
        start = number % self.per_pass * self.batch_size
        pairs = [self.pairs[pair] for pair in self.known[1][start : start + self.batch_size]]
        return collate(pairs)


def collate(pairs):
    S = 1 + max(len(letters) for letters, _ in pairs)
    T = 1 + max(len(phones) for _, phones in pairs)
    fill = lambda row, length: row + [PAD] * (length - len(row))
    source = torch.tensor([fill(letters + [END], S) for letters, _ in pairs])
    target_input = torch.tensor([fill([START] + phones, T) for _, phones in pairs])
    target = torch.tensor([fill(phones + [END], T) for _, phones in pairs])
    return source, target_input, target


def hide_letters(source, seed):
    """15 % of the letters hidden: (source with MASK, target with the hidden ones) (runtime/src/models/g2p/mask.ts)."""
    flat = source.flatten().tolist()
    hidden = [i for i, symbol in enumerate(flat) if symbol >= FIRST and uniform01(seed, i) < 0.15]
    if not hidden:
        hidden = [next(i for i, symbol in enumerate(flat) if symbol >= FIRST)]
    index = torch.tensor(hidden)
    masked, target = source.flatten().clone(), torch.full((source.numel(),), PAD)
    target[index] = masked[index]
    masked[index] = MASK
    return masked.view_as(source), target.view_as(source)


# Model (runtime/src/models/g2p)


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key_value, self.output = nn.Linear(d, d), nn.Linear(d, 2 * d), nn.Linear(d, d)

    def forward(self, x, memory, mask=None, causal=False):
        B, T, d = x.shape
        split = lambda y: y.view(B, y.shape[1], self.heads, d // self.heads).transpose(1, 2)
        key, value = self.key_value(memory).split(d, -1)
        y = F.scaled_dot_product_attention(
            split(self.query(x)), split(key), split(value), attn_mask=mask, is_causal=causal
        )
        return self.output(y.transpose(1, 2).reshape(B, T, d))


class FeedForward(nn.Module):
    def __init__(self, d, inner):
        super().__init__()
        self.inner, self.outer = nn.Linear(d, inner), nn.Linear(inner, d)

    def forward(self, x):
        return self.outer(F.relu(self.inner(x)))


class EncoderLayer(nn.Module):
    def __init__(self, d, heads, inner):
        super().__init__()
        self.attention_norm, self.attention = nn.LayerNorm(d), Attention(d, heads)
        self.feed_forward_norm, self.feed_forward = nn.LayerNorm(d), FeedForward(d, inner)

    def forward(self, x, mask):
        y = self.attention_norm(x)
        x = x + self.attention(y, y, mask)
        return x + self.feed_forward(self.feed_forward_norm(x))


class DecoderLayer(EncoderLayer):
    def __init__(self, d, heads, inner):
        super().__init__(d, heads, inner)
        self.cross_attention_norm, self.cross_attention = nn.LayerNorm(d), Attention(d, heads)

    def forward(self, x, memory, mask):
        y = self.attention_norm(x)
        x = x + self.attention(y, y, causal=True)
        x = x + self.cross_attention(self.cross_attention_norm(x), memory, mask)
        return x + self.feed_forward(self.feed_forward_norm(x))


def positions(length, d):
    rows = [
        [
            (math.sin if i % 2 == 0 else math.cos)(p / 10000 ** ((i - i % 2) / d))
            for i in range(d)
        ]
        for p in range(length)
    ]
    return torch.tensor(rows)


class Side(nn.Module):
    """What encoder and decoder have in common."""

    def __init__(self, symbols, d, layers):
        super().__init__()
        self.embedding = nn.Embedding(symbols + FIRST, d)
        self.layers, self.norm = nn.ModuleList(layers), nn.LayerNorm(d)
        self.register_buffer("positions", positions(64, d), persistent=False)

    def embed(self, symbols):
        scale = math.sqrt(self.embedding.embedding_dim)
        return self.embedding(symbols) * scale + self.positions[: symbols.shape[1]]


class Transformer(nn.Module):
    def __init__(self, d=64, heads=4, encoder_layers=2, decoder_layers=2, inner=256, seed=0):
        super().__init__()
        self.encoder = Side(len(GRAPHEMES), d, [EncoderLayer(d, heads, inner) for _ in range(encoder_layers)])
        self.encoder.hidden = nn.Linear(d, len(GRAPHEMES) + FIRST)
        self.decoder = Side(len(PHONES), d, [DecoderLayer(d, heads, inner) for _ in range(decoder_layers)])
        self.decoder.output = nn.Linear(d, len(PHONES) + FIRST)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(initial(name, parameter.shape, seed))

    def encode(self, source):
        mask = (source != PAD)[:, None, None, :]
        x = self.encoder.embed(source)
        for layer in self.encoder.layers:
            x = layer(x, mask)
        return self.encoder.norm(x), mask

    def decode(self, target_input, memory, mask):
        x = self.decoder.embed(target_input)
        for layer in self.decoder.layers:
            x = layer(x, memory, mask)
        return self.decoder.output(self.decoder.norm(x))

    def decoder_loss(self, source, target_input, target):
        logits = self.decode(target_input, *self.encode(source))
        return F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD)

    def encoder_loss(self, source, seed):
        hidden, target = hide_letters(source, hash32(seed, 0))
        logits = self.encoder.hidden(self.encode(hidden)[0])
        return F.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD)


def initial(name, shape, seed):
    """Initial value of a parameter (runtime/src/nn/initializers.ts)."""
    if len(shape) == 1:
        return torch.ones(shape) if name.endswith("norm.weight") else torch.zeros(shape)
    stream, size = hash32(seed, fnv1a32(name)), shape[0] * shape[1]
    if name.endswith("embedding.weight"):
        deviation = shape[1] ** -0.5
        return torch.tensor([normal01(stream, i) * deviation for i in range(size)]).view(*shape)
    # Two matrices [d, d] side by side count as two for the bound.
    outputs = shape[0] // 2 if ".key_value." in name else shape[0]
    bound = math.sqrt(6 / (shape[1] + outputs))
    values = torch.tensor([(2 * uniform01(stream, i) - 1) * bound for i in range(size)])
    return values.view(shape[1], shape[0]).t()


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


@torch.no_grad()
def error_rates(model, entries, size=500):
    """Phoneme and word error rate in percent by greedy decoding, against the closest pronunciation."""
    letters = {c: i + FIRST for i, c in enumerate(GRAPHEMES)}
    edits = phones = wrong = 0
    for start in range(0, len(entries), size):
        part = entries[start : start + size]
        source = collate([([letters[c] for c in word], []) for word, _ in part])[0]
        memory, mask = model.encode(source)
        said, ended = torch.full((len(part), 1), START), torch.zeros(len(part), dtype=torch.bool)
        for _ in range(min(63, 2 * source.shape[1] + 8)):
            best = model.decode(said, memory, mask)[:, -1].argmax(-1)
            said = torch.cat([said, best[:, None]], 1)
            ended |= best == END
            if ended.all():
                break
        for row, (word, ways) in zip(said[:, 1:].tolist(), part):
            row = row[: 2 * len(word) + 8]
            row = row[: row.index(END)] if END in row else row
            predicted = [PHONES[symbol - FIRST] for symbol in row if symbol >= FIRST]
            error, reference = min(((distance(predicted, way), way) for way in ways), key=lambda pair: pair[0])
            edits, phones, wrong = edits + error, phones + len(reference), wrong + (error > 0)
    return {"per": 100 * edits / phones, "wer": 100 * wrong / len(entries)}

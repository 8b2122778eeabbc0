// Rows of an embedding, and dropout.
#include "kernels.h"
#include "parallel.h"
#include "vectors.h"

namespace optim_sches {
namespace {

// Rows of a table by their number, times a scale: [ids, columns].
struct GatherRows {
  explicit GatherRows(const Attributes& attributes) : scale(attributes.number("scale")) {}

  void compute(Context& context) const {
    const int32_t* ids = context.integers(0);
    const float* table = context.floats(1);
    const int64_t n = context.size(0), rows = context.shape(1)[0], columns = context.shape(1)[1];
    float* o = context.output(0, {n, columns});
    if (context.failed()) return;
    for (int64_t i = 0; i < n; i++) {
      if (ids[i] < 0 || ids[i] >= rows) return context.fail("There is no such row in the embedding.");
      for (int64_t c = 0; c < columns; c++) o[i * columns + c] = table[ids[i] * columns + c] * scale;
    }
  }

  float scale;
};

// The gradient of GatherRows for its table, [rows, columns].
struct ScatterRows {
  explicit ScatterRows(const Attributes& attributes)
      : rows(attributes.integer("rows")), scale(attributes.number("scale")) {}

  void compute(Context& context) const {
    const int32_t* ids = context.integers(0);
    const float* dy = context.floats(1);
    const int64_t n = context.size(0), columns = context.shape(1)[1];
    float* o = context.output(0, {rows, columns});
    if (context.failed()) return;
    std::memset(o, 0, sizeof(float) * rows * columns);
    for (int64_t i = 0; i < n; i++) {
      if (ids[i] < 0 || ids[i] >= rows) return context.fail("There is no such row in the embedding.");
      for (int64_t c = 0; c < columns; c++) o[ids[i] * columns + c] += dy[i * columns + c] * scale;
    }
  }

  int rows;
  float scale;
};

// The finalizer of MurmurHash3 (Austin Appleby, public domain).
Words mix(Words h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

// x * scale where the random number of (seed, place) is at least `threshold` (rate * 2^32), else 0: the same numbers as
// `hash32` of src/nn/random.ts. Seed and threshold come as the bits of two integers.
struct Dropout {
  explicit Dropout(const Attributes& attributes) : scale(attributes.number("scale")) {}

  void compute(Context& context) const {
    const float* x = context.floats(0);
    const uint32_t seed = static_cast<uint32_t>(context.integers(1)[0]);
    const uint32_t threshold = static_cast<uint32_t>(context.integers(1)[1]);
    const int64_t n = context.size(0);
    float* o = context.output(0, context.shape(0));
    if (context.failed()) return;
    const int parts = partsOf(n, 4);
    parallel(parts, [&](int part) {
      // Whole vectors from a multiple of kLanes on, so that parts do not share one.
      const int64_t from = firstOf(part, parts, n) / kLanes * kLanes;
      const int64_t to = part + 1 == parts ? n : firstOf(part + 1, parts, n) / kLanes * kLanes;
      for (int64_t i = from; i < to; i += kLanes) {
        const Words counter = Words{0, 1, 2, 3, 4, 5, 6, 7} + static_cast<uint32_t>(i) + 0x9e3779b9u;
        const Words hash = mix(mix(counter) ^ seed);
        if (i + kLanes <= to) {
          store(o + i, hash >= threshold ? load(x + i) * splat(scale) : splat(0));
          continue;
        }
        for (int lane = 0; i + lane < to; lane++)
          o[i + lane] = hash[lane] >= threshold ? x[i + lane] * scale : 0;
      }
    });
  }

  float scale;
};

}  // namespace

std::vector<Operation> rowOperations() {
  return {
      operation<GatherRows>("OptimSchesGatherRows", {"ids: int32", "table: float"}, {"y: float"}, {"scale: float"}),
      operation<ScatterRows>("OptimSchesScatterRows", {"ids: int32", "dy: float"}, {"dtable: float"},
                             {"rows: int", "scale: float"}),
      operation<Dropout>("OptimSchesDropout", {"x: float", "seed: int32"}, {"y: float"}, {"scale: float"}),
  };
}

}  // namespace optim_sches

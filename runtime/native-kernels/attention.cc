// Scaled dot-product attention of all heads of a batch, softmax(Q K^T scale) V, on matrices of one row per position with
// the heads side by side: Q is [B*T, d], K and V are the two halves of the columns of [B*S, 2d]. No transposed copies and
// no mask: keys past `lengths[b]` and, when causal, past the query are never looked at. Probabilities are [B, H, T, S].
#include "kernels.h"
#include "parallel.h"
#include "vectors.h"

namespace optim_sches {
namespace {

float dot(const float* a, const float* b, int n) {
  Floats sums = splat(0);
  float rest = 0;
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) sums += load(a + i) * load(b + i);
  for (; i < n; i++) rest += a[i] * b[i];
  return sum(sums) + rest;
}

// y += a x
void add(float* y, float a, const float* x, int n) {
  int i = 0;
  for (; i + kLanes <= n; i += kLanes) store(y + i, load(y + i) + splat(a) * load(x + i));
  for (; i < n; i++) y[i] += a * x[i];
}

// In place over the first n of `row`, which has room for a multiple of kLanes; scores are multiplied by `scale` first.
void softmax(float* row, int n, float scale) {
  float most = row[0];
  for (int i = 1; i < n; i++) most = row[i] > most ? row[i] : most;
  for (int i = n; i % kLanes != 0; i++) row[i] = -INFINITY;
  Floats total = splat(0);
  for (int i = 0; i < n; i += kLanes) {
    const Floats e = exponential((load(row + i) - splat(most)) * splat(scale));
    store(row + i, e);
    total += e;
  }
  const Floats factor = splat(1 / sum(total));
  for (int i = 0; i < n; i += kLanes) store(row + i, load(row + i) * factor);
}

// The sizes of one computation.
struct Layout {
  int B, H, T, S, D, d;

  Layout(Context& context, int q, int kv, int batch, int heads) : B(batch), H(heads) {
    d = static_cast<int>(context.shape(q)[1]);
    T = static_cast<int>(context.shape(q)[0] / batch);
    S = static_cast<int>(context.shape(kv)[0] / batch);
    D = d / heads;
  }
};

struct AttentionBase {
  explicit AttentionBase(const Attributes& attributes)
      : batch(attributes.integer("batch")),
        heads(attributes.integer("heads")),
        causal(attributes.flag("causal")),
        hasLengths(attributes.integer("N") > 0),
        scale(attributes.number("scale")) {}

  // Keys that query t of sequence b sees.
  int keys(const int32_t* lengths, int b, int t, int S) const {
    int n = lengths == nullptr ? S : std::max(0, std::min<int>(S, lengths[b]));
    return causal ? std::min(n, t + 1) : n;
  }

  int batch, heads;
  bool causal, hasLengths;
  float scale;
};

// [o, probabilities] from q, kv and, when N is 1, lengths.
struct Attention : AttentionBase {
  using AttentionBase::AttentionBase;

  void compute(Context& context) const {
    const Layout is(context, 0, 1, batch, heads);
    const float *q = context.floats(0), *kv = context.floats(1);
    const int32_t* lengths = hasLengths ? context.integers(2) : nullptr;
    float* o = context.output(0, context.shape(0));
    float* probabilities = context.output(1, {is.B, is.H, is.T, is.S});
    if (context.failed()) return;
    const int parts = partsOf(is.B, 2ll * is.H * is.T * is.S * is.D / 4);
    parallel(parts, [&](int part) {
      std::vector<float> row(is.S + kLanes);
      for (int b = firstOf(part, parts, is.B); b < firstOf(part + 1, parts, is.B); b++)
        for (int h = 0; h < is.H; h++)
          for (int t = 0; t < is.T; t++) {
            const int64_t at = static_cast<int64_t>(b) * is.T + t, n = keys(lengths, b, t, is.S);
            const float* key = kv + static_cast<int64_t>(b) * is.S * 2 * is.d + h * is.D;
            const float* query = q + at * is.d + h * is.D;
            for (int s = 0; s < n; s++) row[s] = dot(query, key + static_cast<int64_t>(s) * 2 * is.d, is.D);
            if (n > 0) softmax(row.data(), n, scale);
            float* out = o + at * is.d + h * is.D;
            std::memset(out, 0, is.D * sizeof(float));
            const float* value = key + is.d;
            for (int s = 0; s < n; s++) add(out, row[s], value + static_cast<int64_t>(s) * 2 * is.d, is.D);
            float* kept = probabilities + ((static_cast<int64_t>(b) * is.H + h) * is.T + t) * is.S;
            std::memcpy(kept, row.data(), n * sizeof(float));
            std::memset(kept + n, 0, (is.S - n) * sizeof(float));
          }
    });
  }
};

// [dq, dkv] from dO, q, kv, probabilities and, when N is 1, lengths.
struct AttentionGrad : AttentionBase {
  using AttentionBase::AttentionBase;

  void compute(Context& context) const {
    const Layout is(context, 1, 2, batch, heads);
    const float *dO = context.floats(0), *q = context.floats(1), *kv = context.floats(2);
    const float* probabilities = context.floats(3);
    const int32_t* lengths = hasLengths ? context.integers(4) : nullptr;
    float *dq = context.output(0, context.shape(1)), *dkv = context.output(1, context.shape(2));
    if (context.failed()) return;
    const int parts = partsOf(is.B, 4ll * is.H * is.T * is.S * is.D / 4);
    parallel(parts, [&](int part) {
      std::vector<float> dRow(is.S + kLanes);
      for (int b = firstOf(part, parts, is.B); b < firstOf(part + 1, parts, is.B); b++) {
        const int64_t first = static_cast<int64_t>(b) * is.S * 2 * is.d;
        std::memset(dkv + first, 0, sizeof(float) * is.S * 2 * is.d);
        for (int h = 0; h < is.H; h++) {
          const float *key = kv + first + h * is.D, *value = key + is.d;
          float *dKey = dkv + first + h * is.D, *dValue = dKey + is.d;
          for (int t = 0; t < is.T; t++) {
            const int64_t at = (static_cast<int64_t>(b) * is.T + t) * is.d + h * is.D;
            const float* row = probabilities + ((static_cast<int64_t>(b) * is.H + h) * is.T + t) * is.S;
            const int n = keys(lengths, b, t, is.S);
            float weighted = 0;
            for (int s = 0; s < n; s++) {
              dRow[s] = dot(dO + at, value + static_cast<int64_t>(s) * 2 * is.d, is.D);
              weighted += dRow[s] * row[s];
            }
            float* out = dq + at;
            std::memset(out, 0, is.D * sizeof(float));
            for (int s = 0; s < n; s++) {
              const int64_t to = static_cast<int64_t>(s) * 2 * is.d;
              const float d = row[s] * (dRow[s] - weighted) * scale;
              add(out, d, key + to, is.D);
              add(dKey + to, d, q + at, is.D);
              add(dValue + to, row[s], dO + at, is.D);
            }
          }
        }
      }
    });
  }
};

}  // namespace

std::vector<Operation> attentionOperations() {
  const std::vector<const char*> attributes = {"batch: int", "heads: int", "causal: bool", "scale: float",
                                               "N: int >= 0"};
  return {
      operation<Attention>("OptimSchesAttention", {"q: float", "kv: float", "lengths: N * int32"},
                           {"o: float", "probabilities: float"}, attributes),
      operation<AttentionGrad>("OptimSchesAttentionGrad",
                               {"d_o: float", "q: float", "kv: float", "probabilities: float", "lengths: N * int32"},
                               {"dq: float", "dkv: float"}, attributes),
  };
}

}  // namespace optim_sches

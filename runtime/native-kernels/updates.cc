#include "kernels.h"
#include "parallel.h"
#include "vectors.h"

namespace optim_sches {
namespace {

// The numbers of one update, in the order of src/optimizers/adam.ts.
enum AdamNumber { kSign, kWeightDecay, kDecay, kBeta1Rest, kBeta2, kBeta2Rest, kStepSize, kRoot, kEps };

// torch.optim.Adam and AdamW in one pass over memory: [parameter, exp_avg, exp_avg_sq] from these, the gradient and the
// numbers of the update.
struct Adam {
  explicit Adam(const Attributes&) {}

  void compute(Context& context) const {
    const float *p = context.floats(0), *g = context.floats(1), *m = context.floats(2), *v = context.floats(3);
    const float* is = context.floats(4);
    const int64_t n = context.size(0);
    float *pOut = context.output(0, context.shape(0)), *mOut = context.output(1, context.shape(2));
    float* vOut = context.output(2, context.shape(3));
    if (context.failed()) return;
    const float rest = is[kBeta1Rest];
    const bool isNear = std::fabs(rest) < 0.5f;
    const int parts = partsOf(n, 8);
    parallel(parts, [&](int part) {
      const int64_t to = firstOf(part + 1, parts, n);
      for (int64_t i = firstOf(part, parts, n); i < to; i++) {
        const float was = p[i] * is[kDecay];
        const float d = g[i] * is[kSign] + was * is[kWeightDecay];
        // From the nearer end, as torch's lerp.
        const float average = isNear ? m[i] + (d - m[i]) * rest : d - (d - m[i]) * (1 - rest);
        const float square = v[i] * is[kBeta2] + d * is[kBeta2Rest] * d;
        pOut[i] = was - average * is[kStepSize] / (std::sqrt(square) / is[kRoot] + is[kEps]);
        mOut[i] = average;
        vOut[i] = square;
      }
    });
  }
};

}  // namespace

std::vector<Operation> updateOperations() {
  return {operation<Adam>("OptimSchesAdam",
                          {"parameter: float", "gradient: float", "exp_avg: float", "exp_avg_sq: float", "numbers: float"},
                          {"next: float", "next_exp_avg: float", "next_exp_avg_sq: float"})};
}

}  // namespace optim_sches

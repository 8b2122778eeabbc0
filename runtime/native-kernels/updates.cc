#include "kernels.h"
#include "parallel.h"
#include "vectors.h"

namespace optim_sches {
namespace {

// The numbers of one update, in the order of src/optimizers/adam.ts.
enum AdamNumber { kSign, kWeightDecay, kDecay, kBeta1Rest, kBeta2, kBeta2Rest, kStepSize, kRoot, kEps };

// torch.optim.Adam and AdamW in one pass over memory, for N parameters: their next values, exp_avg and exp_avg_sq from
// these, the gradients and the numbers of the update.
struct Adam {
  explicit Adam(const Attributes&) {}

  void compute(Context& context) const {
    const int n = (context.inputs() - 1) / 4;
    const float* numbers = context.floats(4 * n);
    // Pieces of all parameters, so that small ones share a hand-over to another core.
    std::vector<Piece> pieces;
    int64_t total = 0;
    for (int i = 0; i < n; i++) {
      const Piece whole = {context.floats(i),     context.floats(n + i), context.floats(2 * n + i),
                           context.floats(3 * n + i), context.output(i, context.shape(i)),
                           context.output(n + i, context.shape(i)), context.output(2 * n + i, context.shape(i)), 0,
                           context.size(i)};
      if (context.failed()) return;
      for (int64_t first = 0; first < whole.to; first += kPiece) {
        pieces.push_back(whole);
        pieces.back().from = first;
        pieces.back().to = std::min(whole.to, first + kPiece);
      }
      total += whole.to;
    }
    const int64_t count = static_cast<int64_t>(pieces.size());
    const int parts = static_cast<int>(std::min<int64_t>(count, partsOf(total, 8)));
    parallel(parts, [&](int part) {
      for (int64_t i = firstOf(part, parts, count); i < firstOf(part + 1, parts, count); i++)
        update(pieces[i], numbers);
    });
  }

 private:
  static constexpr int64_t kPiece = 16384;

  struct Piece {
    const float *p, *g, *m, *v;
    float *pOut, *mOut, *vOut;
    int64_t from, to;
  };

  static void update(const Piece& piece, const float* is) {
    const float rest = is[kBeta1Rest];
    const bool isNear = std::fabs(rest) < 0.5f;
    // One pointer each: the compiler then knows that they do not overlap.
    const float *__restrict p = piece.p, *__restrict g = piece.g, *__restrict m = piece.m, *__restrict v = piece.v;
    float *__restrict pOut = piece.pOut, *__restrict mOut = piece.mOut, *__restrict vOut = piece.vOut;
    for (int64_t i = piece.from; i < piece.to; i++) {
      const float was = p[i] * is[kDecay];
      const float d = g[i] * is[kSign] + was * is[kWeightDecay];
      // From the nearer end, as torch's lerp.
      const float average = isNear ? m[i] + (d - m[i]) * rest : d - (d - m[i]) * (1 - rest);
      const float square = v[i] * is[kBeta2] + d * is[kBeta2Rest] * d;
      pOut[i] = was - average * is[kStepSize] / (std::sqrt(square) / is[kRoot] + is[kEps]);
      mOut[i] = average;
      vOut[i] = square;
    }
  }
};

}  // namespace

std::vector<Operation> updateOperations() {
  return {operation<Adam>(
      "OptimSchesAdam",
      {"parameters: N * float", "gradients: N * float", "exp_avgs: N * float", "exp_avg_sqs: N * float",
       "numbers: float"},
      {"next: N * float", "next_exp_avgs: N * float", "next_exp_avg_sqs: N * float"}, {"N: int >= 1"})};
}

}  // namespace optim_sches

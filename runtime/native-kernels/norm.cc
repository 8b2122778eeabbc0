// Layer normalization (Ba et al. 2016), and the norm of many tensors.
#include "kernels.h"
#include "parallel.h"
#include "vectors.h"

namespace optim_sches {
namespace {

// [y, mean, scale] from x [rows, columns], gain and offset [columns].
struct LayerNorm {
  explicit LayerNorm(const Attributes& attributes) : eps(attributes.number("eps")) {}

  void compute(Context& context) const {
    const Shape shape = context.shape(0);
    const int64_t rows = shape[0], columns = shape[1];
    const float *x = context.floats(0), *gain = context.floats(1), *offset = context.floats(2);
    float *y = context.output(0, shape), *means = context.output(1, {rows}), *scales = context.output(2, {rows});
    if (context.failed()) return;
    const int parts = partsOf(rows, 4 * columns);
    parallel(parts, [&](int part) {
      for (int64_t row = firstOf(part, parts, rows); row < firstOf(part + 1, parts, rows); row++)
        normalize(x + row * columns, gain, offset, y + row * columns, columns, means + row, scales + row);
    });
  }

  void normalize(const float* x, const float* gain, const float* offset, float* y, int64_t n, float* meanAt,
                 float* scaleAt) const {
    Floats sums = splat(0);
    float rest = 0;
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) sums += load(x + i);
    for (; i < n; i++) rest += x[i];
    const float mean = (sum(sums) + rest) / static_cast<float>(n);
    Floats squares = splat(0);
    rest = 0;
    for (i = 0; i + kLanes <= n; i += kLanes) {
      const Floats centred = load(x + i) - splat(mean);
      squares += centred * centred;
    }
    for (; i < n; i++) rest += (x[i] - mean) * (x[i] - mean);
    const float scale = 1 / std::sqrt((sum(squares) + rest) / static_cast<float>(n) + eps);
    for (i = 0; i + kLanes <= n; i += kLanes)
      store(y + i, (load(x + i) - splat(mean)) * splat(scale) * load(gain + i) + load(offset + i));
    for (; i < n; i++) y[i] = (x[i] - mean) * scale * gain[i] + offset[i];
    *meanAt = mean;
    *scaleAt = scale;
  }

  float eps;
};

// [dx, dgain, doffset] from dy, x, gain, mean and scale.
struct LayerNormGrad {
  explicit LayerNormGrad(const Attributes&) {}

  void compute(Context& context) const {
    const Shape shape = context.shape(1);
    const int64_t rows = shape[0], columns = shape[1];
    const float *dy = context.floats(0), *x = context.floats(1), *gain = context.floats(2);
    const float *means = context.floats(3), *scales = context.floats(4);
    float *dx = context.output(0, shape), *dGain = context.output(1, {columns}), *dOffset = context.output(2, {columns});
    if (context.failed()) return;
    // Sums over the rows of a part stand by themselves until all are added, in the order of the parts.
    const int parts = partsOf(rows, 8 * columns);
    std::vector<float> sums(2 * parts * columns, 0);
    parallel(parts, [&](int part) {
      float *gainSums = &sums[2 * part * columns], *offsetSums = gainSums + columns;
      for (int64_t row = firstOf(part, parts, rows); row < firstOf(part + 1, parts, rows); row++)
        backward(dy + row * columns, x + row * columns, gain, means[row], scales[row], dx + row * columns, gainSums,
                 offsetSums, columns);
    });
    for (int64_t i = 0; i < columns; i++) {
      dGain[i] = dOffset[i] = 0;
      for (int part = 0; part < parts; part++) {
        dGain[i] += sums[2 * part * columns + i];
        dOffset[i] += sums[(2 * part + 1) * columns + i];
      }
    }
  }

  static void backward(const float* dy, const float* x, const float* gain, float mean, float scale, float* dx,
                       float* gainSums, float* offsetSums, int64_t n) {
    Floats along8 = splat(0), offset8 = splat(0);
    float along = 0, offset = 0;
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
      const Floats normed = (load(x + i) - splat(mean)) * splat(scale), d = load(dy + i), dNormed = d * load(gain + i);
      along8 += dNormed * normed;
      offset8 += dNormed;
      store(gainSums + i, load(gainSums + i) + d * normed);
      store(offsetSums + i, load(offsetSums + i) + d);
    }
    for (; i < n; i++) {
      const float normed = (x[i] - mean) * scale, dNormed = dy[i] * gain[i];
      along += dNormed * normed;
      offset += dNormed;
      gainSums[i] += dy[i] * normed;
      offsetSums[i] += dy[i];
    }
    along = (along + sum(along8)) / static_cast<float>(n);
    offset = (offset + sum(offset8)) / static_cast<float>(n);
    for (i = 0; i + kLanes <= n; i += kLanes) {
      const Floats normed = (load(x + i) - splat(mean)) * splat(scale);
      store(dx + i, (load(dy + i) * load(gain + i) - splat(offset) - normed * splat(along)) * splat(scale));
    }
    for (; i < n; i++) dx[i] = (dy[i] * gain[i] - offset - (x[i] - mean) * scale * along) * scale;
  }
};

// The square root of the sum of all squares, added up in double precision.
struct Norm {
  explicit Norm(const Attributes&) {}

  void compute(Context& context) const {
    double total = 0;
    for (int input = 0; input < context.inputs(); input++) {
      const float* x = context.floats(input);
      const int64_t n = context.size(input);
      double sums[kLanes] = {};
      int64_t i = 0;
      for (; i + kLanes <= n; i += kLanes)
        for (int lane = 0; lane < kLanes; lane++) sums[lane] += static_cast<double>(x[i + lane]) * x[i + lane];
      for (; i < n; i++) total += static_cast<double>(x[i]) * x[i];
      for (double each : sums) total += each;
    }
    float* norm = context.output(0, {});
    if (norm != nullptr) *norm = static_cast<float>(std::sqrt(total));
  }
};

}  // namespace

std::vector<Operation> normOperations() {
  return {
      operation<LayerNorm>("OptimSchesLayerNorm", {"x: float", "gamma: float", "beta: float"},
                           {"y: float", "mean: float", "scale: float"}, {"eps: float"}),
      operation<LayerNormGrad>("OptimSchesLayerNormGrad",
                               {"dy: float", "x: float", "gamma: float", "mean: float", "scale: float"},
                               {"dx: float", "dgamma: float", "dbeta: float"}),
      operation<Norm>("OptimSchesNorm", {"tensors: N * float"}, {"norm: float"}, {"N: int >= 1"}),
  };
}

}  // namespace optim_sches

#include "kernels.h"
#include "parallel.h"
#include "vectors.h"

namespace optim_sches {
namespace {

// Cross entropy: [loss, gradient] from logits [rows, classes], targets [rows] and the weight of a row that counts. Rows
// whose target is `ignore` count nothing. The gradient is softmax - one-hot, times the weight.
struct CrossEntropy {
  explicit CrossEntropy(const Attributes& attributes) : ignore(attributes.integer("ignore")) {}

  void compute(Context& context) const {
    const Shape shape = context.shape(0);
    const int64_t rows = shape[0], classes = shape[1];
    const float* logits = context.floats(0);
    const int32_t* targets = context.integers(1);
    const float weight = context.floats(2)[0];
    float *loss = context.output(0, {}), *gradient = context.output(1, shape);
    if (context.failed()) return;
    const int parts = partsOf(rows, 8 * classes);
    std::vector<double> sums(parts, 0);
    std::vector<char> wrong(parts, 0);
    parallel(parts, [&](int part) {
      const int64_t padded = (classes + kLanes - 1) / kLanes * kLanes;
      std::vector<float> e(padded, -INFINITY);
      for (int64_t row = firstOf(part, parts, rows); row < firstOf(part + 1, parts, rows); row++) {
        const float* from = logits + row * classes;
        float* to = gradient + row * classes;
        const int32_t target = targets[row];
        if (target == ignore) {
          std::memset(to, 0, classes * sizeof(float));
          continue;
        }
        if (target < 0 || target >= classes) {
          wrong[part] = 1;
          return;
        }
        std::memcpy(e.data(), from, classes * sizeof(float));
        for (int64_t i = classes; i < padded; i++) e[i] = -INFINITY;
        Floats most8 = load(e.data());
        for (int64_t i = kLanes; i < padded; i += kLanes) most8 = larger(most8, load(&e[i]));
        const float most = largest(most8);
        Floats total8 = splat(0);
        for (int64_t i = 0; i < padded; i += kLanes) {
          const Floats power = exponential(load(&e[i]) - splat(most));
          store(&e[i], power);
          total8 += power;
        }
        const float total = sum(total8);
        sums[part] += std::log(static_cast<double>(total)) - static_cast<double>(from[target] - most);
        const float factor = weight / total;
        for (int64_t i = 0; i < classes; i++) to[i] = e[i] * factor;
        to[target] -= weight;
      }
    });
    double total = 0;
    for (int part = 0; part < parts; part++) {
      if (wrong[part]) return context.fail("A target of the cross entropy is no class.");
      total += sums[part];
    }
    *loss = static_cast<float>(total * weight);
  }

  int ignore;
};

}  // namespace

std::vector<Operation> lossOperations() {
  return {operation<CrossEntropy>("OptimSchesCrossEntropy", {"logits: float", "targets: int32", "weight: float"},
                                  {"loss: float", "gradient: float"}, {"ignore: int"})};
}

}  // namespace optim_sches

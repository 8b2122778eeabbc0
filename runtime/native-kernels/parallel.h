#pragma once
#include <cstdint>
#include <functional>

namespace optim_sches {

// Calls body(0) to body(parts - 1), on all cores when none of them is at work here already. Which core takes which part
// is left to chance: parts must not depend on each other, and each must write its own results.
void parallel(int parts, const std::function<void(int)>& body);

// How many parts `items` make whose work is about `cost` simple operations each, so that a part is worth the hand-over.
int partsOf(int64_t items, int64_t cost);

// The first item of a part; that of part `parts` is `items`.
inline int64_t firstOf(int part, int parts, int64_t items) { return items * part / parts; }

}  // namespace optim_sches

#pragma once
#include "kernel.h"

namespace optim_sches {

std::vector<Operation> attentionOperations();
std::vector<Operation> lossOperations();
std::vector<Operation> normOperations();
std::vector<Operation> rowOperations();
std::vector<Operation> updateOperations();

}  // namespace optim_sches

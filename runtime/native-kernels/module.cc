// A module of Node whose loading tells TensorFlow of the operations: the export `problem` is why that failed, or an empty
// text.
#include <node_api.h>

#include "kernels.h"

namespace {

std::string registerAll() {
  for (const auto& list : {optim_sches::attentionOperations(), optim_sches::lossOperations(),
                           optim_sches::normOperations(), optim_sches::rowOperations(),
                           optim_sches::updateOperations()})
    for (const optim_sches::Operation& each : list) {
      const std::string problem = optim_sches::registerOperation(each);
      if (!problem.empty()) return std::string(each.name) + ": " + problem;
    }
  return "";
}

}  // namespace

NAPI_MODULE_INIT() {
  static const std::string problem = registerAll();
  napi_value text;
  napi_create_string_utf8(env, problem.c_str(), problem.size(), &text);
  napi_set_named_property(env, exports, "problem", text);
  return exports;
}

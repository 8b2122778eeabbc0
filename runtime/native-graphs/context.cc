// Compiled into tfjs-node's binding, which makes its context by OptimSchesNewContext (-DTFE_NewContext=OptimSchesNewContext):
// so that functions can be added to the context that its operations are executed in.
#undef TFE_NewContext
#include "tensorflow/c/eager/c_api.h"

namespace {
TFE_Context* made = nullptr;
}

extern "C" TFE_Context* OptimSchesNewContext(const TFE_ContextOptions* options, TF_Status* status) {
  made = TFE_NewContext(options, status);
  return made;
}

extern "C" TFE_Context* OptimSchesContext() { return made; }

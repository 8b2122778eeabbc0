// A module of Node that makes functions of TensorFlow from graphs, in the context of tfjs-node's binding: its executeOp runs
// them by their names, with tensors that stay where they are, on a GPU too.
#include <dlfcn.h>
#include <node_api.h>

#include <string>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"

namespace {

TFE_Context* context = nullptr;

struct Status {
  TF_Status* it = TF_NewStatus();
  ~Status() { TF_DeleteStatus(it); }
  bool isBad() const { return TF_GetCode(it) != TF_OK; }
};

std::string textOf(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, &text[0], length + 1, &length);
  return text;
}

/** The outputs of nodes that a list of names ("b3", "b3:1") stands for; throws, and answers less, where there is no such node. */
std::vector<TF_Output> outputsOf(napi_env env, TF_Graph* graph, napi_value names) {
  uint32_t count = 0;
  napi_get_array_length(env, names, &count);
  std::vector<TF_Output> outputs;
  for (uint32_t at = 0; at < count; at++) {
    napi_value each;
    napi_get_element(env, names, at, &each);
    const std::string name = textOf(env, each);
    const size_t colon = name.find(':');
    TF_Operation* operation = TF_GraphOperationByName(graph, name.substr(0, colon).c_str());
    if (operation == nullptr) {
      napi_throw_error(env, nullptr, ("The graph has no node " + name + ".").c_str());
      return outputs;
    }
    outputs.push_back({operation, colon == std::string::npos ? 0 : std::stoi(name.substr(colon + 1))});
  }
  return outputs;
}

/** open(path of the binding): the binding has been loaded from there. */
napi_value open(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  void* binding = dlopen(textOf(env, arguments[0]).c_str(), RTLD_NOW | RTLD_NOLOAD);
  auto get = binding == nullptr ? nullptr
                                : reinterpret_cast<TFE_Context* (*)()>(dlsym(binding, "OptimSchesContext"));
  context = get == nullptr ? nullptr : get();
  if (context == nullptr) napi_throw_error(env, nullptr, "The binding of TensorFlow has no context.");
  return nullptr;
}

/** add(name, bytes of a GraphDef, names of its placeholders, names of outputs). */
napi_value add(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value arguments[4];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  void* bytes = nullptr;
  size_t length = 0;
  napi_get_typedarray_info(env, arguments[1], nullptr, &length, &bytes, nullptr, nullptr);

  Status status;
  TF_Graph* graph = TF_NewGraph();
  TF_Buffer* definition = TF_NewBufferFromString(bytes, length);
  TF_ImportGraphDefOptions* options = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(graph, definition, options, status.it);
  TF_DeleteImportGraphDefOptions(options);
  TF_DeleteBuffer(definition);
  if (!status.isBad()) {
    const std::vector<TF_Output> inputs = outputsOf(env, graph, arguments[2]);
    const std::vector<TF_Output> outputs = outputsOf(env, graph, arguments[3]);
    bool hasThrown = false;
    napi_is_exception_pending(env, &hasThrown);
    if (!hasThrown) {
      TF_Function* function = TF_GraphToFunction(
          graph, textOf(env, arguments[0]).c_str(), 0, -1, nullptr, static_cast<int>(inputs.size()), inputs.data(),
          static_cast<int>(outputs.size()), outputs.data(), nullptr, nullptr, nullptr, status.it);
      if (!status.isBad()) TFE_ContextAddFunction(context, function, status.it);
      if (function != nullptr) TF_DeleteFunction(function);
    }
  }
  TF_DeleteGraph(graph);
  if (status.isBad()) napi_throw_error(env, nullptr, TF_Message(status.it));
  return nullptr;
}

/** remove(name). */
napi_value remove(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  Status status;
  TFE_ContextRemoveFunction(context, textOf(env, arguments[0]).c_str(), status.it);
  if (status.isBad()) napi_throw_error(env, nullptr, TF_Message(status.it));
  return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"open", nullptr, open, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"add", nullptr, add, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"remove", nullptr, remove, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, 3, functions);
  return exports;
}

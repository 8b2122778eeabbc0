#include "kernel.h"

namespace optim_sches {
namespace {

class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() const { return status_; }
  std::string message() const { return TF_GetCode(status_) == TF_OK ? "" : TF_Message(status_); }

 private:
  TF_Status* status_;
};

// Shapes of results are found out when a kernel runs.
void unknownShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

}  // namespace

float Attributes::number(const char* name) const {
  Status status;
  float value = 0;
  TF_OpKernelConstruction_GetAttrFloat(construction_, name, &value, status);
  return value;
}

int Attributes::integer(const char* name) const {
  Status status;
  int32_t value = 0;
  TF_OpKernelConstruction_GetAttrInt32(construction_, name, &value, status);
  return value;
}

bool Attributes::flag(const char* name) const {
  Status status;
  unsigned char value = 0;
  TF_OpKernelConstruction_GetAttrBool(construction_, name, &value, status);
  return value != 0;
}

Context::~Context() {
  for (TF_Tensor* each : inputs_)
    if (each != nullptr) TF_DeleteTensor(each);
  for (TF_Tensor* each : outputs_) TF_DeleteTensor(each);
  TF_DeleteStatus(status_);
}

TF_Tensor* Context::tensor(int input) {
  if (inputs_.empty()) inputs_.assign(inputs(), nullptr);
  TF_Tensor*& held = inputs_[input];
  if (held == nullptr) TF_GetInput(context_, input, &held, status_);
  return held;
}

void* Context::data(int input) { return TF_TensorData(tensor(input)); }

Shape Context::shape(int input) {
  TF_Tensor* held = tensor(input);
  Shape shape(TF_NumDims(held));
  for (size_t axis = 0; axis < shape.size(); axis++) shape[axis] = TF_Dim(held, static_cast<int>(axis));
  return shape;
}

int64_t Context::size(int input) { return TF_TensorElementCount(tensor(input)); }

float* Context::output(int index, const Shape& shape) {
  size_t bytes = sizeof(float);
  for (int64_t size : shape) bytes *= static_cast<size_t>(size);
  TF_Tensor* made = TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), bytes,
                                      status_);
  if (TF_GetCode(status_) != TF_OK || made == nullptr) {
    fail(TF_Message(status_));
    return nullptr;
  }
  outputs_.push_back(made);
  return static_cast<float*>(TF_TensorData(made));
}

void Context::fail(const std::string& message) {
  if (failed_) return;
  failed_ = true;
  TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str());
  TF_OpKernelContext_Failure(context_, status_);
}

std::string registerOperation(const Operation& operation) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char* spec : operation.attributes) TF_OpDefinitionBuilderAddAttr(definition, spec);
  for (const char* spec : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, spec);
  for (const char* spec : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, spec);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknownShapes);
  TF_RegisterOpDefinition(definition, status);
  if (!status.message().empty()) return status.message();
  TF_KernelBuilder* kernel =
      TF_NewKernelBuilder(operation.name, "CPU", operation.create, operation.compute, operation.remove);
  TF_RegisterKernelBuilder(operation.name, kernel, status);
  return status.message();
}

}  // namespace optim_sches

// TensorFlow's C interface for operations and kernels, as short as the kernels here need it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

namespace optim_sches {

typedef std::vector<int64_t> Shape;

// Attributes of one kernel, read when it is made.
class Attributes {
 public:
  explicit Attributes(TF_OpKernelConstruction* construction) : construction_(construction) {}
  float number(const char* name) const;
  int integer(const char* name) const;
  bool flag(const char* name) const;

 private:
  TF_OpKernelConstruction* construction_;
};

// The inputs and outputs of one computation. After a failure every further call does nothing of use.
class Context {
 public:
  explicit Context(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Context();
  int inputs() const { return TF_NumInputs(context_); }
  const float* floats(int input) { return static_cast<const float*>(data(input)); }
  const int32_t* integers(int input) { return static_cast<const int32_t*>(data(input)); }
  Shape shape(int input);
  int64_t size(int input);
  // A new output; null when there is no memory for it.
  float* output(int index, const Shape& shape);
  // Ends the computation with a message.
  void fail(const std::string& message);
  bool failed() const { return failed_; }

 private:
  void* data(int input);
  TF_Tensor* tensor(int input);

  TF_OpKernelContext* context_;
  TF_Status* status_;
  bool failed_ = false;
  std::vector<TF_Tensor*> inputs_, outputs_;
};

// What one operation is. Specs are TensorFlow's: `x: float`, `sizes: N * float`, `eps: float`.
struct Operation {
  const char* name;
  std::vector<const char*> inputs;
  std::vector<const char*> outputs;
  std::vector<const char*> attributes;
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
  void (*remove)(void*);
};

// Makes an operation of a struct with a constructor that takes Attributes and a const method compute(Context&).
template <typename Kernel>
Operation operation(const char* name, std::vector<const char*> inputs, std::vector<const char*> outputs,
                    std::vector<const char*> attributes = {}) {
  return {
      name,
      std::move(inputs),
      std::move(outputs),
      std::move(attributes),
      [](TF_OpKernelConstruction* construction) -> void* { return new Kernel(Attributes(construction)); },
      [](void* kernel, TF_OpKernelContext* context) {
        Context wrapped(context);
        static_cast<const Kernel*>(kernel)->compute(wrapped);
      },
      [](void* kernel) { delete static_cast<Kernel*>(kernel); },
  };
}

// Tells TensorFlow of it; an empty text, or why it does not take it.
std::string registerOperation(const Operation& operation);

}  // namespace optim_sches

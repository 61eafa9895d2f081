// Optimizers.
#include "cpu/optimizer.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "abi/devices.h"

using namespace nabla;

namespace {

// One of the arrays that a call is given, a view for each parameter.
struct Array {
  const char* name;
  const nabla_view* views;  // null: the options leave it out
  bool written;
};

struct Place {
  Span span;
  int parameter;
  const Array* array;

  Named named() const { return {array->name, &array->views[parameter]}; }
};

// No two places share memory, unless neither is written, or one is the very same view as its own parameter's gradient.
void check_pair(const Place& a, const Place& b) {
  if (!a.array->written && !b.array->written) return;
  const Place& out = a.array->written ? a : b;
  const Place& other = a.array->written ? b : a;
  check_overlap(out.named(), other.named());
  const bool same = data_of(*a.named()) == data_of(*b.named());
  require(!same || (!other.array->written && a.parameter == b.parameter), out.array->name, " of parameters ",
          a.parameter, " and ", b.parameter, " are the same memory");
}

void check_places(std::vector<Place>& places) {
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.span.begin < b.span.begin; });
  for (size_t i = 0; i < places.size(); ++i)
    for (size_t k = i + 1; k < places.size() && places[k].span.begin < places[i].span.end; ++k)
      check_pair(places[i], places[k]);
}

// The first array holds the parameters.
nabla_device check_arrays(int32_t count, std::initializer_list<Array> arrays) {
  require(count >= 0, "count is ", count, "; it must be 0 or more");
  std::vector<Place> places;
  const Array& parameters = *arrays.begin();
  for (int32_t i = 0; i < count; ++i) {
    try {
      const Named parameter{parameters.name, &parameters.views[i]};
      for (const Array& array : arrays) {
        if (array.views == nullptr) continue;
        const Named v{array.name, &array.views[i]};
        array.written ? check_output(v) : check_input(v);
        check_op_takes("an optimizer", kFloating, v);
        check_same_dtype(v, parameter);
        check_same_shape(v, parameter);
        common_device({parameter, v, {parameters.name, &parameters.views[0]}});
        const Span span = span_of(*v);
        if (span.begin != span.end) places.push_back({span, i, &array});
      }
    } catch (const Error& e) {
      throw Error(e.status(), sentence("parameter ", i, ": ", e.what()));
    }
  }
  check_places(places);
  return count == 0 ? nabla_device{NABLA_DEVICE_CPU, 0} : parameters.views[0].buffer->device;
}

void check_not_negative(const char* name, double value) {
  require(value >= 0 && std::isfinite(value), name, " is ", value, "; it must be finite and not negative");
}
void check_flag(const char* name, int32_t value) {
  require(value == 0 || value == 1, name, " is ", value, "; it must be 0 or 1");
}
void check_beta(const char* name, double value) {
  require(value >= 0 && value < 1, name, " is ", value, "; it must lie in [0, 1)");
}
// What the options ask for and the call does not bring.
void check_given(const char* name, const nabla_view* views, int32_t count) {
  require(views != nullptr || count == 0, name, " is null");
}

}  // namespace

extern "C" nabla_status nabla_sgd_step(const nabla_sgd_options* options, int32_t count, const nabla_view* parameters,
                                       const nabla_view* gradients, const nabla_view* momenta, nabla_stream*) {
  return guarded(__func__, [&] {
    require(options != nullptr, "options is null");
    const nabla_sgd_options& o = *options;
    check_not_negative("learning_rate", o.learning_rate);
    check_not_negative("momentum", o.momentum);
    check_not_negative("weight_decay", o.weight_decay);
    require(std::isfinite(o.dampening), "dampening is ", o.dampening, "; it must be finite");
    check_flag("nesterov", o.nesterov);
    check_flag("maximize", o.maximize);
    check_flag("first_step", o.first_step);
    require(o.nesterov == 0 || (o.momentum > 0 && o.dampening == 0), "nesterov needs a momentum and no dampening");
    check_given("parameters", parameters, count);
    check_given("gradients", gradients, count);
    if (o.momentum == 0) momenta = nullptr;
    if (o.momentum != 0) check_given("momenta", momenta, count);
    const nabla_device device = check_arrays(
        count, {{"parameters", parameters, true}, {"gradients", gradients, false}, {"momenta", momenta, true}});
    on_device(device, [&] { cpu::sgd_step(o, count, parameters, gradients, momenta); });
  });
}

extern "C" nabla_status nabla_adam_step(const nabla_adam_options* options, int32_t count, const nabla_view* parameters,
                                        const nabla_view* gradients, const nabla_view* first, const nabla_view* second,
                                        const nabla_view* max_second, nabla_stream*) {
  return guarded(__func__, [&] {
    require(options != nullptr, "options is null");
    const nabla_adam_options& o = *options;
    check_not_negative("learning_rate", o.learning_rate);
    check_beta("beta1", o.beta1);
    check_beta("beta2", o.beta2);
    check_not_negative("epsilon", o.epsilon);
    check_not_negative("weight_decay", o.weight_decay);
    require(o.step >= 1, "step is ", o.step, "; steps are counted from 1");
    check_flag("decoupled", o.decoupled);
    check_flag("amsgrad", o.amsgrad);
    check_flag("maximize", o.maximize);
    check_given("parameters", parameters, count);
    check_given("gradients", gradients, count);
    check_given("first", first, count);
    check_given("second", second, count);
    if (o.amsgrad == 0) max_second = nullptr;
    if (o.amsgrad != 0) check_given("max_second", max_second, count);
    const nabla_device device = check_arrays(count, {{"parameters", parameters, true},
                                                     {"gradients", gradients, false},
                                                     {"first", first, true},
                                                     {"second", second, true},
                                                     {"max_second", max_second, true}});
    on_device(device, [&] { cpu::adam_step(o, count, parameters, gradients, first, second, max_second); });
  });
}

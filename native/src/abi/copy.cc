// Copies and constants.
#include "cpu/copy.h"

#include "abi/devices.h"
#include "cpu/arange.h"

using namespace nabla;

extern "C" nabla_status nabla_copy(const nabla_view* x, const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named from{"x", x}, to{"out", out};
    check_input(from);  // check_elementwise lets null pass
    check_elementwise({from}, to);
    on_device(out->buffer->device, [&] { cpu::copy(*x, *out); });
  });
}

extern "C" nabla_status nabla_arange(double start, double step, const nabla_view* out, nabla_stream*) {
  return guarded(__func__, [&] {
    const Named to{"out", out};
    check_output(to);
    check_op_takes("arange", kFloating | kIntegral, to);
    on_device(out->buffer->device, [&] { cpu::arange(start, step, *out); });
  });
}

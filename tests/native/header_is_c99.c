/* The ABI's header is C99 and may be included twice: this file compiles, or it is not. */
#include "nabla/nabla.h"
#include "nabla/nabla.h"

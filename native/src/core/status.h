// How the library fails: by throwing Error inside, and by a status and one sentence at the C boundary.
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "nabla/nabla.h"

namespace nabla {

class Error : public std::exception {
 public:
  Error(nabla_status status, std::string why) : status_(status), why_(std::move(why)) {}
  nabla_status status() const noexcept { return status_; }
  const char* what() const noexcept override { return why_.c_str(); }

 private:
  nabla_status status_;
  std::string why_;
};

// One sentence out of parts. (Streams would pull iostreams and their locales into the shared library.)
inline void append(std::string& to, const char* part) { to += part; }
inline void append(std::string& to, const std::string& part) { to += part; }
inline void append(std::string& to, int part) { to += std::to_string(part); }
inline void append(std::string& to, long part) { to += std::to_string(part); }
inline void append(std::string& to, long long part) { to += std::to_string(part); }
inline void append(std::string& to, unsigned long part) { to += std::to_string(part); }
inline void append(std::string& to, double part) { to += std::to_string(part); }

template <class... Parts>
std::string sentence(const Parts&... parts) {
  std::string s;
  (append(s, parts), ...);
  return s;
}

template <class... Parts>
[[noreturn]] void fail(nabla_status status, const Parts&... parts) {
  throw Error(status, sentence(parts...));
}

// The commonest failure. The parts are only put together when `ok` is false.
template <class... Parts>
void require(bool ok, const Parts&... parts) {
  if (!ok) fail(NABLA_INVALID_ARGUMENT, parts...);
}

// Writes the sentence that nabla_last_error() gives on this thread. Allocates nothing: it runs when memory is short, too.
void set_last_error(const char* entry, const char* why) noexcept;

// The one place where C++ ends: whatever `body` throws becomes a status and a sentence that begins with the entry's name.
template <class Body>
nabla_status guarded(const char* entry, Body&& body) noexcept {
  try {
    body();
    return NABLA_OK;
  } catch (const Error& e) {
    set_last_error(entry, e.what());
    return e.status();
  } catch (const std::bad_alloc&) {
    set_last_error(entry, "the host has no memory left for the library's own bookkeeping");
    return NABLA_OUT_OF_MEMORY;
  } catch (const std::exception& e) {
    set_last_error(entry, e.what());
    return NABLA_INTERNAL;
  } catch (...) {
    set_last_error(entry, "an exception of unknown type");
    return NABLA_INTERNAL;
  }
}

}  // namespace nabla

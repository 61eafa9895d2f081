// From an op number to its row: tables are made by walking the enum, so that nobody keeps a second list.
#pragma once

#include <utility>

namespace nabla {

template <class Entry, int kCount>
struct OpTable {
  Entry entry[kCount];
  constexpr const Entry& operator[](int op) const { return entry[op]; }
};

template <class Make, int... kOps>
constexpr auto table_of(Make make, std::integer_sequence<int, kOps...>) {
  using Entry = decltype(make(std::integral_constant<int, 0>{}));
  return OpTable<Entry, sizeof...(kOps)>{{make(std::integral_constant<int, kOps>{})...}};
}

// make(std::integral_constant<int, op>) for each op in [0, kCount).
template <int kCount, class Make>
constexpr auto table_of(Make make) {
  return table_of(make, std::make_integer_sequence<int, kCount>{});
}

}  // namespace nabla

// The reductions' rows: facts, and the forms (ops/reduce-forms-inl.h) that compute them. Included once for each CPU
// target, inside its namespace.
//
// Most ops have one form. One whose parameter chooses between several lists them; the first whose fits() holds is
// taken.

template <class... Each>
struct Forms {
  static constexpr int count = sizeof...(Each);
  // make(Type<Form>{}) for each.
  template <class Entry, class Make>
  static constexpr void fill(Entry* to, Make make) {
    ((*to++ = make(Type<Each>{})), ...);
  }
};

template <nabla_reduce_op>
struct Reduce;  // left undefined: an op without a row does not compile

template <>
struct Reduce<NABLA_REDUCE_SUM> {
  static constexpr nabla_op_info info = reduce_row("sum", NABLA_SAVES_NOTHING, {-2, 2}, 4, kNumbers);
  using Of = Forms<Sum>;
};

template <>
struct Reduce<NABLA_REDUCE_MEAN> {
  static constexpr nabla_op_info info = reduce_row("mean", NABLA_SAVES_NOTHING, {-2, 2}, 4);
  using Of = Forms<Mean>;
};

template <>
struct Reduce<NABLA_REDUCE_PROD> {
  static constexpr nabla_op_info info = reduce_row("prod", NABLA_SAVES_FIRST, {0.75, 1.5}, 64, kNumbers);
  using Of = Forms<Product>;
};

template <>
struct Reduce<NABLA_REDUCE_MAX> {
  static constexpr nabla_op_info info = reduce_row("amax", NABLA_SAVES_FIRST, {-2, 2}, 0, kAllDTypes);
  using Of = Forms<Maximum>;
};

template <>
struct Reduce<NABLA_REDUCE_MIN> {
  static constexpr nabla_op_info info = reduce_row("amin", NABLA_SAVES_FIRST, {-2, 2}, 0, kAllDTypes);
  using Of = Forms<Minimum>;
};

template <>
struct Reduce<NABLA_REDUCE_VAR> {
  static constexpr nabla_op_info info = reduce_row("var", NABLA_SAVES_FIRST, {-2, 2}, 8);
  using Of = Forms<Variance>;
};

template <>
struct Reduce<NABLA_REDUCE_STD> {
  static constexpr nabla_op_info info = reduce_row("std", NABLA_SAVES_FIRST | NABLA_SAVES_OUTPUT, {-2, 2}, 8);
  using Of = Forms<Deviation>;
};

template <>
struct Reduce<NABLA_REDUCE_LOGSUMEXP> {
  static constexpr nabla_op_info info = reduce_row("logsumexp", NABLA_SAVES_FIRST | NABLA_SAVES_OUTPUT, {-2, 2}, 8);
  using Of = Forms<LogSumExp>;
};

template <>
struct Reduce<NABLA_REDUCE_NORM> {
  static constexpr nabla_op_info info = reduce_row("norm", NABLA_SAVES_FIRST | NABLA_SAVES_OUTPUT, {0.25, 2}, 8);
  using Of = Forms<NormCount, NormSum, NormEuclidean, NormMaximum, NormMinimum, NormPower>;
};

template <>
struct Reduce<NABLA_REDUCE_ANY> {
  static constexpr nabla_op_info info = reduce_row("any", NABLA_SAVES_NOTHING, {-1, 1}, 0, kAllDTypes, 0);
  using Of = Forms<Any>;
};

template <>
struct Reduce<NABLA_REDUCE_ALL> {
  static constexpr nabla_op_info info = reduce_row("all", NABLA_SAVES_NOTHING, {-1, 1}, 0, kAllDTypes, 0);
  using Of = Forms<All>;
};

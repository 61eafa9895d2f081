namespace Nabla.Tests.Tensors;

internal sealed class PromotionTests
{
    // torch.promote_types, from PyTorch's own table.
    private static readonly string[] order = ["uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "bfloat16", "bool"];

    private static readonly string[] table =
    [
        "uint8    int16    int16    int32    int64    float16  float32  float64  bfloat16 uint8",
        "int16    int8     int16    int32    int64    float16  float32  float64  bfloat16 int8",
        "int16    int16    int16    int32    int64    float16  float32  float64  bfloat16 int16",
        "int32    int32    int32    int32    int64    float16  float32  float64  bfloat16 int32",
        "int64    int64    int64    int64    int64    float16  float32  float64  bfloat16 int64",
        "float16  float16  float16  float16  float16  float16  float32  float64  float32  float16",
        "float32  float32  float32  float32  float32  float32  float32  float64  float32  float32",
        "float64  float64  float64  float64  float64  float64  float64  float64  float64  float64",
        "bfloat16 bfloat16 bfloat16 bfloat16 bfloat16 float32  float32  float64  bfloat16 bfloat16",
        "uint8    int8     int16    int32    int64    float16  float32  float64  bfloat16 bool",
    ];

    [Test]
    public void Two_dtypes_promote_as_in_PyTorch() => Assert.Multiple(() =>
    {
        for (int i = 0; i < order.Length; i++)
        {
            string[] row = table[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int j = 0; j < order.Length; j++)
                Assert.That(TypePromotion.Promote(DTypes.Parse(order[i]), DTypes.Parse(order[j])).Name(), Is.EqualTo(row[j]), $"{order[i]} and {order[j]}");
        }
    });

    [TestCase(DType.Int32, 1, DType.Float32, 0, DType.Float32)]
    [TestCase(DType.Float16, 1, DType.Float64, 0, DType.Float16)] // a 0-dimensional tensor of the same kind has no say
    [TestCase(DType.Float64, 0, DType.Float32, 1, DType.Float32)]
    [TestCase(DType.Int8, 1, DType.Int64, 0, DType.Int8)]
    [TestCase(DType.Int8, 1, DType.Float64, 0, DType.Float64)] // of a higher kind it has
    [TestCase(DType.Bool, 1, DType.UInt8, 0, DType.UInt8)]
    [TestCase(DType.Bool, 0, DType.Int8, 1, DType.Int8)]
    [TestCase(DType.Int8, 0, DType.Int64, 0, DType.Int64)]
    [TestCase(DType.Float32, 2, DType.Float64, 1, DType.Float64)]
    public void Two_tensors_promote_by_kind_then_by_rank(DType a, int rankA, DType b, int rankB, DType result)
    {
        using Tensor x = Tensor.Zeros(new long[rankA], a);
        using Tensor y = Tensor.Zeros(new long[rankB], b);
        Assert.That(TypePromotion.Result(x, y), Is.EqualTo(result));
        Assert.That(TypePromotion.Result(y, x), Is.EqualTo(result));
        Assert.That(TypePromotion.Result([x, y]), Is.EqualTo(result));
    }

    private static IEnumerable<TestCaseData> Numbers()
    {
        yield return new(DType.Float16, 1, (Scalar)1.5, DType.Float16);
        yield return new(DType.Float64, 1, (Scalar)1, DType.Float64);
        yield return new(DType.Int32, 1, (Scalar)1.5, DType.Float32);
        yield return new(DType.Int32, 0, (Scalar)1.5, DType.Float32);
        yield return new(DType.UInt8, 1, (Scalar)(-1), DType.UInt8);
        yield return new(DType.Int8, 0, (Scalar)5L, DType.Int8);
        yield return new(DType.Bool, 1, (Scalar)1, DType.Int64);
        yield return new(DType.Bool, 1, (Scalar)true, DType.Bool);
        yield return new(DType.Bool, 0, (Scalar)0.5f, DType.Float32);
        yield return new(DType.BFloat16, 1, (Scalar)true, DType.BFloat16);
    }

    [TestCaseSource(nameof(Numbers))]
    public void A_number_lifts_the_kind_only(DType dtype, int rank, Scalar number, DType result)
    {
        using Tensor x = Tensor.Zeros(new long[rank], dtype);
        Assert.That(TypePromotion.Result(x, number), Is.EqualTo(result));
    }

    [Test]
    public void A_floating_number_is_of_the_default_dtype()
    {
        using Tensor x = Tensor.Zeros([1], DType.Int32);
        using (DefaultDType.Use(DType.Float64)) Assert.That(TypePromotion.Result(x, 1.5), Is.EqualTo(DType.Float64));
        Assert.That(TypePromotion.Result(x, 1.5), Is.EqualTo(DType.Float32));
        Assert.That(() => DefaultDType.Use(DType.Int32), Throws.ArgumentException);
    }

    [Test]
    public void Numbers_must_fit_a_whole_number_dtype()
    {
        using Tensor t = Tensor.Zeros([1], DType.Int8);
        Assert.That(() => t.FillInPlace(128), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("128 does not fit int8"));
        Assert.That(() => t.FillInPlace(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(t.FillInPlace(-128.9).Item<int>(), Is.EqualTo(-128));
        Assert.That(Tensor.Full([1], -1, DType.UInt8).Item<int>(), Is.EqualTo(255));
        Assert.That(Tensor.Full([1], long.MaxValue).Item<long>(), Is.EqualTo(long.MaxValue));
        Assert.That(Tensor.Full([1], 1e300).Item<float>(), Is.EqualTo(float.PositiveInfinity));
        Assert.That(Tensor.Full([1], 1.00390625, DType.BFloat16).Item<float>(), Is.EqualTo(1f), "a tie goes to the even neighbour");
        Assert.That(Tensor.Full([1], 1.004, DType.BFloat16).Item<float>(), Is.EqualTo(1.0078125f));
    }
}

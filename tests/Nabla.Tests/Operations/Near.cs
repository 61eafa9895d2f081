namespace Nabla.Tests.Operations;

/// <summary>Element by element comparison. Written so that NaN never passes for near.</summary>
internal static class Near
{
    internal static void Check(Tensor got, double[] wanted, double relative, double absolute = 0, string what = "") =>
        Check(got.Doubles(), wanted, relative, absolute, what);

    internal static void Check(double[] got, double[] wanted, double relative, double absolute = 0, string what = "")
    {
        Assert.That(got, Has.Length.EqualTo(wanted.Length), what);
        for (int i = 0; i < got.Length; i++)
        {
            if (double.IsNaN(wanted[i]) && double.IsNaN(got[i])) continue;
            if (got[i].Equals(wanted[i]) || got[i] == wanted[i]) continue;
            double allowed = absolute + relative * Math.Abs(wanted[i]);
            if (!(Math.Abs(got[i] - wanted[i]) <= allowed) || double.IsInfinity(wanted[i]))
                Assert.Fail($"{what}: element {i} is {got[i]:R}, wanted {wanted[i]:R} within {allowed:E2}");
        }
    }

    internal static void Shape(Tensor got, params long[] wanted) => Assert.That(got.Shape.ToArray(), Is.EqualTo(wanted));
}

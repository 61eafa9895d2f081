namespace Nabla.Benchmarks.Running;

/// <summary>A benchmark class that knows from its parameters alone what each of its methods has to do.</summary>
internal interface IMeasured
{
    /// <summary>Bytes moved: each input read once, each output written once; 0 where arithmetic is the limit.</summary>
    double Bytes { get; }

    /// <summary>Arithmetic operations, where these are the limit; 0 where memory is.</summary>
    double Operations { get; }
}

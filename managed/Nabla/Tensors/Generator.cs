using System.Security.Cryptography;

namespace Nabla;

/// <summary>
/// A source of random numbers; torch.Generator. The numbers depend on the seed and on how many were drawn before, not
/// on device,
/// threads or instruction set. Safe to share between threads: each draw gets numbers of its own.
/// </summary>
public sealed class Generator
{
    private static readonly AsyncLocal<Generator?> current = new();

    private readonly Lock gate = new();
    private ulong seed;
    private ulong offset;

    /// <summary>A generator that starts at a seed.</summary>
    public Generator(ulong seed) => this.seed = seed;

    /// <summary>The program's own generator; its first seed differs from run to run.</summary>
    public static Generator Default { get; } = new(
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>The generator that random tensors draw from here and now: <see cref="Default"/>, unless
    /// <see cref="Use"/> says otherwise.</summary>
    public static Generator Current => current.Value ?? Default;

    /// <summary>The seed, and how far the generator has come: set it to go on from there.</summary>
    public (ulong Seed, ulong Offset) State
    {
        get
        {
            lock (gate) return (seed, offset);
        }
        set
        {
            lock (gate) (seed, offset) = value;
        }
    }

    /// <summary>Starts again at a seed; torch.Generator.manual_seed.</summary>
    public Generator ManualSeed(ulong seed)
    {
        State = (seed, 0);
        return this;
    }

    /// <summary>Makes it the <see cref="Current"/> one, until the result is disposed; flows with async.</summary>
    public IDisposable Use() => new Restore(this);

    /// <summary>Takes the numbers for a tensor out of the sequence.</summary>
    internal (ulong Seed, ulong Offset) Reserve(long count)
    {
        lock (gate)
        {
            ulong start = offset;
            offset += ((ulong)count + 1) / 2; // a call uses one counter for two elements at most
            return (seed, start);
        }
    }

    private sealed class Restore : IDisposable
    {
        private readonly Generator? before = current.Value;

        internal Restore(Generator generator) => current.Value = generator;

        public void Dispose() => current.Value = before;
    }
}

using System.Security.Cryptography;

namespace Nabla.Bindings;

/// <summary>Binds the generated file to the header that it was made from.</summary>
internal static class Fingerprint
{
    /// <summary>The SHA-256 of a file's bytes, in lower-case hexadecimal digits.</summary>
    public static string Of(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}

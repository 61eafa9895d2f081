namespace Nabla.Bindings;

/// <summary>A part of the header has no blittable counterpart in C#.</summary>
internal sealed class RefusedException(string why) : Exception(why);

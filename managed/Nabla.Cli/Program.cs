using System.CommandLine;

return new RootCommand("Tensors and automatic differentiation for .NET.").Parse(args).Invoke();

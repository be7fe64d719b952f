using BenchmarkDotNet.Running;
using LiveDialogue.Benchmarks.Mixing;

// "program": the mixer in real time, see scripts/bench. Anything else: BenchmarkDotNet's.
if (args is ["program", .. var words]) return await ProgramBench.RunAsync(words, CancellationToken.None);

BenchmarkSwitcher.FromAssembly(typeof(ProgramBench).Assembly).Run(args);
return 0;

using BenchmarkDotNet.Running;
using LiveDialogue.Benchmarks.Mixing;
using LiveDialogue.Benchmarks.Schedule;

// "program": the mixer in real time, "schedule": the slot search, see scripts/bench. Anything else: BenchmarkDotNet's.
if (args is ["program", .. var words]) return await ProgramBench.RunAsync(words, CancellationToken.None);
if (args is ["schedule", .. var rest]) return ScheduleBench.Run(rest);

BenchmarkSwitcher.FromAssembly(typeof(ProgramBench).Assembly).Run(args);
return 0;

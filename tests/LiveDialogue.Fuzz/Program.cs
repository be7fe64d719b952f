using System.Security.Cryptography;
using LiveDialogue.Fuzz;
using LiveDialogue.Fuzz.Targets;

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

var targets = Array.FindAll(AllTargets.List, target => options.Target is null || options.Target == target.Name);
if (targets.Length == 0)
{
    Console.Error.WriteLine($"No target {options.Target}; there are {string.Join(", ", AllTargets.List.Select(target => target.Name))}.");
    return 2;
}
if (options.Corpus is not null && !Directory.Exists(options.Corpus))
{
    Console.Error.WriteLine($"No corpus folder {options.Corpus}.");
    return 2;
}

Console.WriteLine($"seed {options.Seed}, {options.Seconds} s for {targets.Length} targets");
var failed = 0;
foreach (var target in targets)
{
    List<byte[]> inputs = [.. target.Seeds, .. ReadCorpus(options.Corpus, target.CorpusFolder)];
    var run = new FuzzRun(target, inputs, options.Seed);
    if (run.RunFor(TimeSpan.FromSeconds((double)options.Seconds / targets.Length)))
    {
        Console.WriteLine($"ok    {target.Name,-20} {inputs.Count,4} seeds {run.Executions,10} inputs");
        continue;
    }

    failed++;
    var failing = run.Failing ?? [];
    Directory.CreateDirectory(options.Crashes);
    var path = Path.Combine(options.Crashes, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(failing))[..12]}.bin");
    File.WriteAllBytes(path, failing);
    Console.WriteLine($"FAIL  {target.Name,-20} after {run.Executions} inputs, kept in {path}\n{Convert.ToHexString(failing)}\n{run.Fault}");
}
Console.WriteLine($"{targets.Length - failed} targets held, {failed} failed");
return failed == 0 ? 0 : 1;

static IEnumerable<byte[]> ReadCorpus(string? corpus, string? folder)
{
    if (corpus is null) return [];
    var root = folder is null ? corpus : Path.Combine(corpus, folder);
    if (!Directory.Exists(root)) return [];
    return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Where(path => new FileInfo(path).Length <= 2 * Mutator.MaxLength)
        .Select(File.ReadAllBytes);
}

using System.Diagnostics;

namespace LiveDialogue.Fuzz;

/// <summary>Fires at one target until its time is over or something breaks.</summary>
internal sealed class FuzzRun(FuzzTarget target, IReadOnlyList<byte[]> inputs, int seed)
{
    // Far above what any parser needs for 8 KiB, far below what a stuck one takes; a busy machine gets a second chance.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    /// <summary>How many inputs were fed.</summary>
    public long Executions { get; private set; }

    /// <summary>The input that broke it; null while none has.</summary>
    public byte[]? Failing { get; private set; }
    public string? Fault { get; private set; }

    public bool RunFor(TimeSpan duration)
    {
        var mutator = new Mutator(seed);
        var started = Stopwatch.GetTimestamp();
        foreach (var input in inputs)                               // as they are; twice, so that first-call allocations are over
        {
            if (!Feed(input, measure: false) || !Feed(input, measure: true)) return false;
        }
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            for (var i = 0; i < 64; i++)
            {
                if (!Feed(mutator.Next(inputs), measure: true)) return false;
            }
        }
        return true;
    }

    private bool Feed(byte[] input, bool measure)
    {
        Executions++;
        if (Fails(input, measure) is not { } fault) return true;

        // Again, for what only happens once is the runtime's doing: compilation, a pause, a busy machine.
        var again = Fails(input, measure);
        if (again is null) return true;
        (Failing, Fault) = (input, $"{fault}\n{again}");
        return false;
    }

    private string? Fails(byte[] input, bool measure)
    {
        var started = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Check(input);
        }
#pragma warning disable CA1031 // any exception at all is the finding
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (!measure) return null;
        if (elapsed > Limit) return $"It took {elapsed.TotalMilliseconds:F0} ms.";

        var allowed = target.AllocationBase + (target.AllocationPerByte * input.Length);
        return allocated > allowed ? $"It allocated {allocated} bytes for an input of {input.Length}; {allowed} are allowed." : null;
    }
}

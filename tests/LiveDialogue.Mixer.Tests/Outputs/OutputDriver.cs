using System.Threading.Channels;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Tests.Outputs;

/// <summary>Feeds an output as fast as it takes.</summary>
internal static class OutputDriver
{
    /// <summary>Fewer than its queue holds.</summary>
    private const int Batch = 400;

    /// <summary>Far more than a test needs; only a hang meets it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All units, none dropped by the queue: after each batch it waits until the output has taken it.</summary>
    public static async Task WriteAsync(this IUnitOutput output, ProgramHeaders headers, IEnumerable<EncodedUnit> units)
    {
        output.Begin(headers);
        await output.AddAsync(units);
    }

    public static async Task AddAsync(this IUnitOutput output, IEnumerable<EncodedUnit> units)
    {
        foreach (var batch in units.Chunk(Batch))
        {
            foreach (var unit in batch) output.Add(unit);
            if (output is Mixer.Outputs.Disk.DiskOutput disk) await disk.DrainedAsync().WaitAsync(Patience);
        }
    }

    /// <summary>Until the status is as asked for.</summary>
    public static async Task<OutputStatus> UntilAsync(this IUnitOutput output, Func<OutputStatus, bool> reached)
    {
        var changed = Channel.CreateUnbounded<bool>();
        void Note() => changed.Writer.TryWrite(true);
        output.StatusChanged += Note;
        try
        {
            using var end = new CancellationTokenSource(Patience);
            while (!reached(output.Status)) await changed.Reader.ReadAsync(end.Token);
            return output.Status;
        }
        finally
        {
            output.StatusChanged -= Note;
        }
    }
}

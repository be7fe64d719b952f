using System.Globalization;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>User and system time of a process and of all its descendants, those that have ended included.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ, the unit of /proc/PID/stat

    /// <returns>By the descendants' purpose: "own", and their command's name.</returns>
    internal static TimeSpan OfTree(int process)
    {
        var all = All();
        var sum = 0.0;
        var open = new Queue<int>([process]);
        while (open.TryDequeue(out var id))
        {
            if (!all.TryGetValue(id, out var one)) continue;
            sum += one.Ticks;
            foreach (var child in all.Where(p => p.Value.Parent == id)) open.Enqueue(child.Key);
        }
        return TimeSpan.FromSeconds(sum / TicksPerSecond);
    }

    /// <summary>Without its children.</summary>
    internal static TimeSpan OfOne(int process) => TimeSpan.FromSeconds(Read(process) is { } one ? one.Own / TicksPerSecond : 0);

    private static Dictionary<int, (int Parent, double Ticks, double Own)> All()
    {
        var all = new Dictionary<int, (int, double, double)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Read(id) is { } one) all[id] = one;
        return all;
    }

    // pid (name) state ppid … utime, stime, cutime and cstime are the 12th to 15th field after the name; the name may hold spaces
    private static (int Parent, double Ticks, double Own)? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var times = fields[11..15].Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), times.Sum(), times[0] + times[1]);
        }
        catch (IOException)
        {
            return null; // it ended between being listed and being read
        }
    }
}

using System.Globalization;
using LiveDialogue.Native.Checks;
using LiveDialogue.Server.Schedule.Rules;
using NodaTime;

namespace LiveDialogue.Server.Doctor;

/// <summary>What the machine and its kernel give.</summary>
internal static class SystemChecks
{
    private const long Comfortable = 2048;        // MiB: an hour's recording and HLS
    private const long LeastDescriptors = 8192;
    private const int LeastBuffer = 1 << 20;
    private static readonly TimeSpan MostOff = TimeSpan.FromSeconds(1);

    public static IEnumerable<Finding> Look(Patient patient) =>
    [
        Disk(patient), Clock(), ZoneRules(patient, SystemClock.Instance.GetCurrentInstant()), Descriptors(patient), Buffer(), Segments(),
    ];

    public static Finding ZoneRules(Patient patient, Instant now)
    {
        const string Subject = "zone rules";
        var (version, refusal) = RulesInForce(patient);
        if (refusal is not null) return Finding.Problem(Subject, refusal);
        var year = now.InUtc().Year;
        var age = year - int.Parse(version.AsSpan(0, 4), CultureInfo.InvariantCulture);    // checked by RuleFile: four digits
        return age <= 1
            ? Finding.Ok(Subject, $"TZDB {version}")
            : Finding.Warning(Subject, $"TZDB {version} is from {age} years ago; governments change clocks each year: load a newer one with scripts/update-tzdb");
    }

    // The newest of what the server would begin with: built in, configured, or accepted since.
    private static (string Version, string? Refusal) RulesInForce(Patient patient)
    {
        var version = RuleFile.BuiltIn.Version;
        foreach (var file in new[] { patient.Server.ZoneRules, Path.Combine(patient.Server.DataFolder, "zones.nzd") })
        {
            if (file is null || !File.Exists(file)) continue;
            var (rules, refusal) = RuleFile.TryRead(File.ReadAllBytes(file));
            if (rules is null) return (version, $"{file}: {refusal} Take it away, or load a whole one with scripts/update-tzdb.");
            if (RuleFile.Compare(rules.Version, version) > 0) version = rules.Version;
        }
        return (version, null);
    }

    private static Finding Disk(Patient patient)
    {
        const string Subject = "disk";
        var folder = Path.GetFullPath(patient.Server.DataFolder);
        try
        {
            var existing = folder;
            while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing) ?? "/";
            if (existing == folder) WriteIn(folder);
            var free = new DriveInfo(existing).AvailableFreeSpace >> 20;
            return free < patient.Server.ReadyFreeMebibytes ? Finding.Problem(Subject, $"only {free} MiB are free in {folder}: the server calls itself not ready below {patient.Server.ReadyFreeMebibytes}. Make room, or move the data with --data.")
                : free < Comfortable ? Finding.Warning(Subject, $"{free} MiB are free in {folder}: HLS and the recording of an hour take about 2,000")
                : Finding.Ok(Subject, $"{free:N0} MiB are free in {folder}");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return Finding.Problem(Subject, $"{folder} can't be written: {error.Message}");
        }
    }

    private static void WriteIn(string folder)
    {
        var file = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
        File.WriteAllText(file, "");
        File.Delete(file);
    }

    private static Finding Clock() => KernelLimits.Clock() switch
    {
        null => Finding.Warning("clock", "this system doesn't say whether its clock is kept: make sure that it is (chrony, systemd-timesyncd)"),
        (true, var off) when off <= MostOff => Finding.Ok("clock", $"is kept, at most {off.TotalMilliseconds:0} ms off"),
        (true, var off) => Finding.Warning("clock", $"is kept, but may be {off.TotalSeconds:0.0} s off: look at chronyc tracking or timedatectl"),
        _ => Finding.Warning("clock", "nothing keeps it: events would start early or late, and relays refuse credentials of another hour. Install chrony or switch systemd-timesyncd on; in a container, on its host."),
    };

    private static Finding Descriptors(Patient patient)
    {
        const string Subject = "file descriptors";
        return KernelLimits.Descriptors() switch
        {
            null => Finding.Ok(Subject, "no limit is known on this system"),
            < LeastDescriptors and var limit => Finding.Warning(Subject, $"{limit} may be open; each screen's connection takes one, so {patient.Media.MaxPeers} viewers want more: LimitNOFILE=65536 in the unit, or ulimit -n 65536"),
            long.MaxValue => Finding.Ok(Subject, "unlimited"),
            var limit => Finding.Ok(Subject, $"{limit} may be open"),
        };
    }

    private static Finding Buffer()
    {
        const string Subject = "receive buffers";
        var granted = KernelLimits.ReceiveBuffer();
        return granted >= LeastBuffer
            ? Finding.Ok(Subject, $"{granted / 1024} KiB for each media port")
            : Finding.Warning(Subject, $"the kernel gives {granted / 1024} KiB where {KernelLimits.WantedBuffer / 1024} are asked for, so bursts are lost: sysctl -w net.core.rmem_max={KernelLimits.WantedBuffer} net.core.wmem_max={KernelLimits.WantedBuffer}, and the same in /etc/sysctl.d");
    }

    private static Finding Segments() => KernelLimits.HasSegments()
        ? Finding.Ok("UDP_SEGMENT", "the kernel has it")
        : Finding.Warning("UDP_SEGMENT", "the kernel lacks it: sending costs up to three times the processor time. Linux 4.18 or newer has it.");
}

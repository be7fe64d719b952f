using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Storage;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>
/// The zone rules in force, whose file lies in the data folder. Everybody asks here, so that a newer TZDB needs no newer program; and a newer program
/// doesn't change a time unasked: the rules it was built with wait for the organiser's decisions as a file that was handed in does. Thread-safe.
/// </summary>
internal sealed class ZoneRules : IDateTimeZoneProvider, IDisposable
{
    /// <summary>Kind of the change, on an event's board, that newer rules make.</summary>
    public const string ChangeKind = "zone-rules";

    private readonly string _kept, _pending;
    private readonly RuleFile _builtIn;
    private volatile RuleFile _inForce;
    private volatile RuleFile? _waiting;

    public ZoneRules(IOptions<ServerOptions> options, ILogger<ZoneRules> log)
    {
        _kept = Path.Combine(options.Value.DataFolder, "zones.nzd");
        _pending = Path.Combine(options.Value.DataFolder, "zones.pending.nzd");
        _builtIn = options.Value.ZoneRules is { } begin ? Begin(begin) : RuleFile.BuiltIn;
        _inForce = Kept(log) ?? _builtIn;
        if (ReferenceEquals(_inForce, _builtIn)) Keep(_builtIn);
        else if (RuleFile.Compare(_builtIn.Version, _inForce.Version) > 0) _waiting = _builtIn;
        if (File.Exists(_pending) && RuleFile.TryRead(File.ReadAllBytes(_pending)).Rules is { } file && file.WhyNotAfter(_waiting ?? _inForce) is null) _waiting = file;
        Zones.Use(_inForce.Source, _inForce.Zones);
    }

    public RuleFile InForce => _inForce;

    /// <summary>Rules that wait for decisions, from a file or from this build; null for none.</summary>
    public RuleFile? Pending => _waiting;

    /// <summary>Those that wait came with the program.</summary>
    public bool CameWithTheProgram => ReferenceEquals(_waiting, _builtIn);

    /// <summary>Others than those this program was built with are in force.</summary>
    public bool AreFromFile => !ReferenceEquals(_inForce, _builtIn);

    public string VersionId => _inForce.Zones.VersionId;

    public System.Collections.ObjectModel.ReadOnlyCollection<string> Ids => _inForce.Zones.Ids;

    public DateTimeZone this[string id] => _inForce.Zones[id];

    public DateTimeZone GetSystemDefault() => throw new NotSupportedException("The machine's own zone decides nothing here.");

    public DateTimeZone? GetZoneOrNull(string id) => _inForce.Zones.GetZoneOrNull(id);

    /// <summary>Keeps a file that was read and found good.</summary>
    public void KeepPending(RuleFile rules)
    {
        Write(rules, _pending);
        _waiting = rules;
    }

    public void DropPending()
    {
        _waiting = null;
        File.Delete(_pending);
    }

    /// <summary>Puts the waiting rules in force, now and after each start.</summary>
    public void Accept(RuleFile pending)
    {
        Keep(pending);
        File.Delete(_pending);
        _inForce = pending;
        _waiting = null;
        Zones.Use(pending.Source, pending.Zones);
    }

    /// <summary>Those that were last in force, where they aren't those of this build.</summary>
    private RuleFile? Kept(ILogger log)
    {
        if (!File.Exists(_kept)) return null;
        var bytes = File.ReadAllBytes(_kept);
        if (bytes.AsSpan().SequenceEqual(_builtIn.Bytes)) return null;   // nothing to read and to check: most starts
        var (rules, refusal) = RuleFile.TryRead(bytes);
        if (rules is not null && RuleFile.Compare(rules.Version, _builtIn.Version) == 0) return null;
        if (rules is not null && RuleFile.Compare(rules.Version, _builtIn.Version) > 0) refusal = rules.WhyNotAfter(_builtIn);
        if (refusal is null) return rules;
        Log.RulesNotLoaded(log, _builtIn.Version, refusal);
        return null;
    }

    // For the next build, whose rules may be others: what people were told was reckoned with these.
    private void Keep(RuleFile rules)
    {
        if (rules.Bytes.Length > 0) Write(rules, _kept);
        else File.Delete(_kept);
    }

    // Whole or not at all; and not anew at each start.
    private static void Write(RuleFile rules, string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(rules.Bytes)) return;
        var part = $"{path}.part";
        File.WriteAllBytes(part, rules.Bytes);
        File.Move(part, path, overwrite: true);
    }

    private static RuleFile Begin(string file)
    {
        var (rules, refusal) = File.Exists(file) ? RuleFile.TryRead(File.ReadAllBytes(file)) : (null, "There is no such file.");
        return rules ?? throw new StorageRefusedException($"ZoneRules names {Path.GetFullPath(file)}, which can't be used. {refusal}");
    }

    public void Dispose() => Zones.Use(RuleFile.BuiltIn.Source, RuleFile.BuiltIn.Zones);
}

using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Storage;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>
/// The zone rules in force: those built in, or a newer file that was accepted, which lies in the data folder. Everybody asks here, so that a newer
/// TZDB needs no newer program. A second file may lie beside it, waiting for the organiser's decisions. Thread-safe.
/// </summary>
internal sealed class ZoneRules : IDateTimeZoneProvider, IDisposable
{
    /// <summary>Kind of the change, on an event's board, that newer rules make.</summary>
    public const string ChangeKind = "zone-rules";

    private readonly string _accepted, _pending;
    private volatile RuleFile _inForce;
    private volatile RuleFile? _waiting;

    public ZoneRules(IOptions<ServerOptions> options, ILogger<ZoneRules> log)
    {
        _accepted = Path.Combine(options.Value.DataFolder, "zones.nzd");
        _pending = Path.Combine(options.Value.DataFolder, "zones.pending.nzd");
        _inForce = options.Value.ZoneRules is { } file ? Begin(file) : RuleFile.BuiltIn;
        if (File.Exists(_accepted))
        {
            var (rules, refusal) = RuleFile.TryRead(File.ReadAllBytes(_accepted));
            refusal ??= rules!.WhyNotAfter(_inForce);   // one or the other
            AreFromFile = refusal is null;
            if (refusal is null) _inForce = rules!;
            else Log.RulesNotLoaded(log, _inForce.Version, refusal);
        }
        if (File.Exists(_pending)) _waiting = RuleFile.TryRead(File.ReadAllBytes(_pending)).Rules;
        Zones.Use(_inForce.Source, _inForce.Zones);
    }

    public RuleFile InForce => _inForce;

    /// <summary>The file that waits for decisions; null for none.</summary>
    public RuleFile? Pending => _waiting is { } rules && rules.WhyNotAfter(_inForce) is null ? rules : null;

    /// <summary>A file took the place of the rules this program was built with.</summary>
    public bool AreFromFile { get; private set; }

    public string VersionId => _inForce.Zones.VersionId;

    public System.Collections.ObjectModel.ReadOnlyCollection<string> Ids => _inForce.Zones.Ids;

    public DateTimeZone this[string id] => _inForce.Zones[id];

    public DateTimeZone GetSystemDefault() => throw new NotSupportedException("The machine's own zone decides nothing here.");

    public DateTimeZone? GetZoneOrNull(string id) => _inForce.Zones.GetZoneOrNull(id);

    /// <summary>Keeps a file that was read and found good, whole or not at all.</summary>
    public void KeepPending(byte[] bytes, RuleFile rules)
    {
        var part = $"{_pending}.part";
        File.WriteAllBytes(part, bytes);
        File.Move(part, _pending, overwrite: true);
        _waiting = rules;
    }

    public void DropPending()
    {
        _waiting = null;
        File.Delete(_pending);
    }

    /// <summary>Puts the waiting file in force, now and after each start.</summary>
    public void Accept(RuleFile pending)
    {
        File.Move(_pending, _accepted, overwrite: true);
        _inForce = pending;
        AreFromFile = true;
        _waiting = null;
        Zones.Use(pending.Source, pending.Zones);
    }

    private static RuleFile Begin(string file)
    {
        var (rules, refusal) = File.Exists(file) ? RuleFile.TryRead(File.ReadAllBytes(file)) : (null, "There is no such file.");
        return rules ?? throw new StorageRefusedException($"ZoneRules names {Path.GetFullPath(file)}, which can't be used. {refusal}");
    }

    public void Dispose() => Zones.Use(RuleFile.BuiltIn.Source, RuleFile.BuiltIn.Zones);
}

using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>Whether this server makes programs, and if not, why: found once, at the start.</summary>
internal sealed class ProgramSupport : IReadyDetail
{
    public ProgramSupport(IOptions<ProgramOptions> options, IMixerFactory mixers, ILogger<ProgramSupport> log)
    {
        if (!options.Value.Enabled) OffBecause = "Program:Enabled is false.";
        else OffBecause = mixers.Missing;
        if (OffBecause is not null && options.Value.Enabled) Log.ProgramMissing(log, OffBecause);
    }

    /// <summary>A sentence for the operator; null where programs are made.</summary>
    public string? OffBecause { get; }

    public bool IsOn => OffBecause is null;

    public (string Name, string Text) ReadyDetail => ("program", OffBecause is null ? "on" : $"off: {OffBecause}");
}

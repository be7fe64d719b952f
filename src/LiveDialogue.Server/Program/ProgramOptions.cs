using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>How the program is made; section <c>Program</c> of the configuration.</summary>
public sealed record ProgramOptions
{
    /// <summary>Mix those on air into one feed. Off: the audience sees the speakers themselves. It needs ffmpeg, libyuv and libopus, and is off without them.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>25 where screens are lit at 50 Hz, else 30.</summary>
    [AllowedValues(25, 30, ErrorMessage = "Program:FramesPerSecond is 25 or 30.")]
    public int FramesPerSecond { get; init; } = 30;

    /// <summary>Audiences larger than this node's uplink: the event page begins with HLS, which caches can carry, instead of WebRTC.</summary>
    public bool Mass { get; init; }

    /// <summary>MiB that recordings leave free in the data folder: below it HLS and recording stop cleanly, the rest goes on.</summary>
    [Range(0, 1_000_000)]
    [ConfigurationKeyName("KeepFree")]
    public int KeepFreeMebibytes { get; init; } = 256;

    /// <summary>The program, or its path.</summary>
    [Required]
    public string Ffmpeg { get; init; } = "ffmpeg";
}

/// <summary>Compiled checks of the attributes above.</summary>
[OptionsValidator]
internal sealed partial class ProgramOptionsValidator : IValidateOptions<ProgramOptions>;

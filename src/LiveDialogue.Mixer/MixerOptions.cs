namespace LiveDialogue.Mixer;

/// <summary>How one program is made.</summary>
public sealed record MixerOptions
{
    /// <summary>25 or 30.</summary>
    public int FramesPerSecond { get; init; } = 30;

    /// <summary>Where this program's HLS segments and recording go; made if missing. Empty: neither is written.</summary>
    public required string Folder { get; init; }

    /// <summary>Where sockets of the encoder are made; a private folder with a short path (a socket's path has 107 bytes).</summary>
    public required string RunFolder { get; init; }

    /// <summary>Bytes that stay free on the recording's disk: near it a warning, below it HLS and recording stop cleanly.</summary>
    public long KeepFree { get; init; } = 256L << 20;

    public string FfmpegPath { get; init; } = "ffmpeg";
}

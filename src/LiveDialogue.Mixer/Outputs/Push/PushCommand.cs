using System.Diagnostics.CodeAnalysis;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Outputs.Push;

/// <summary>The worker that hands FLV from its standard input on to an RTMP server, and says on its standard output how far it is.</summary>
internal static class PushCommand
{
    /// <summary>It meets the network, and nothing else: no files, no rights.</summary>
    private static readonly WorkerLimits Limits = new(1L << 30, 64, Unprivileged: true);

    /// <summary>Shorter parts of an address than this aren't secrets: replacing them would garble every word.</summary>
    private const int ShortestSecret = 4;

    /// <returns>False when it isn't an rtmp or rtmps address that can be given to a worker.</returns>
    public static bool TryMake(string url, string ffmpegPath, [NotNullWhen(true)] out WorkerCommand? command)
    {
        command = null;
        if (url.Any(c => c is <= ' ' or '\x7f') || !Uri.TryCreate(url, UriKind.Absolute, out var target)) return false;
        if (target.Scheme is not ("rtmp" or "rtmps") || target.Host.Length == 0) return false;
        var address = RtmpAddress.Of(url);
        if (address.IsTooLong) return false;
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "warning", "-nostats", "-progress", "pipe:1", "-stats_period", "1",
            "-protocol_whitelist", "pipe", "-f", "flv", "-i", "pipe:0",
            "-map", "0:v", "-map", "0:a", "-c", "copy", "-flvflags", "no_duration_filesize",
            // Unasked, ffmpeg believes any certificate, and would hand the stream key to whoever stands between.
            "-protocol_whitelist", "rtmp,rtmps,tcp,tls,crypto", .. target.Scheme == "rtmps" ? ["-tls_verify", "1"] : Array.Empty<string>(),
            // Everybody on the machine can list what is on a command line: the secret parts come by a file.
            .. address.Preset.Length > 0 ? ["-fpre", WorkerCommand.PrivateFile] : Array.Empty<string>(), "-f", "flv", address.Server,
        ];
        command = new("push", ffmpegPath, arguments, Limits, Secrets(url, target)) { Private = address.Preset };
        return true;
    }

    /// <summary>The whole address, and the parts of it that a worker may speak of.</summary>
    private static string[] Secrets(string url, Uri target) =>
        ((string[])[url, target.PathAndQuery, target.PathAndQuery.TrimStart('/'), target.Segments[^1], target.Segments[^1] + target.Query, target.Query, target.UserInfo, .. AsWritten(url)])
            .SelectMany(part => new[] { part, Uri.UnescapeDataString(part) })
            .Where(part => part.Length >= ShortestSecret)
            .Distinct()
            .OrderByDescending(part => part.Length)
            .ToArray();

    // Workers speak of the address as it was written; a Uri has normalised it, and its fragment is part of a stream's name here.
    private static IEnumerable<string> AsWritten(string url)
    {
        var path = url.IndexOf('/', url.IndexOf("//", StringComparison.Ordinal) + 2);
        return path < 0 ? [] : [url[path..], url[(path + 1)..], url[(url.LastIndexOf('/') + 1)..], .. url[(path + 1)..].Split('/', '?', '#').Skip(1)];
    }
}

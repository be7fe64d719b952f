using System.Collections.Concurrent;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// Playlists and chapters as they were read last: every viewer asks for one every two seconds, and after hours the whole list has a megabyte.
/// Each is read again when its file is another. Thread-safe.
/// </summary>
internal sealed class KeptLists
{
    /// <summary>A day of segments has about 5 MB: more is read each time.</summary>
    private const long LongestKept = 8L << 20;

    /// <summary>Those of all renditions of some events; then it begins anew.</summary>
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private long _reads;

    /// <summary>Of files, so far.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <returns>The whole file, for reading only; null when it isn't there.</returns>
    public async ValueTask<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return null;
        // Lists that are served are replaced by others, never written into: time and length tell them apart.
        if (_kept.TryGetValue(path, out var kept) && kept.Written == file.LastWriteTimeUtc && kept.Text.Length == file.Length) return kept.Text;

        try
        {
            Interlocked.Increment(ref _reads);
            var text = await File.ReadAllBytesAsync(path, ct);      // whole, from one open file
            if (text.Length > LongestKept) return text;

            if (_kept.Count >= MostKept) _kept.Clear();
            // What was replaced between the look and the reading is another length or is read again.
            _kept[path] = new(file.LastWriteTimeUtc, text);
            return text;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private sealed record Kept(DateTime Written, byte[] Text);
}

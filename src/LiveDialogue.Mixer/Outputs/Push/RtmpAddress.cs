namespace LiveDialogue.Mixer.Outputs.Push;

/// <summary>An RTMP address in the parts that ffmpeg makes of it (rtmpproto.c), so that the secret ones can be given otherwise than by the address.</summary>
/// <param name="Server">Scheme, host and port, with a slash at the end; a user's name and password too, where there are any.</param>
/// <param name="App">Application and instance.</param>
/// <param name="Stream">The stream key, with its query.</param>
internal sealed record RtmpAddress(string Server, string App, string Stream)
{
    /// <summary>ffmpeg reads presets in lines of a thousand bytes.</summary>
    private const int LongestPart = 950;

    /// <summary>Neither part can be told to ffmpeg.</summary>
    public bool IsTooLong => App.Length > LongestPart || Stream.Length > LongestPart;

    /// <summary>As a preset (ffmpeg -fpre).</summary>
    public string Preset => (App.Length > 0 ? $"rtmp_app={App}\n" : "") + (Stream.Length > 0 ? $"rtmp_playpath={Stream}\n" : "");

    /// <param name="url">Absolute, rtmp or rtmps.</param>
    public static RtmpAddress Of(string url)
    {
        var host = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = url.IndexOfAny(['/', '?', '#'], host);
        if (end < 0) return new(url + "/", "", "");

        var path = url[end] == '/' ? url[(end + 1)..] : url[end..];
        var (app, stream) = Parts(path);
        return new(url[..end] + "/", app, Named(stream));
    }

    // The application is the first part; with three or more, the first two, unless a colon says that the rest is one name ("app/mp4:folder/file").
    private static (string App, string Stream) Parts(string path)
    {
        const string OnDemand = "ondemand/", List = "slist=";
        if (path.Contains('?', StringComparison.Ordinal) && path.IndexOf(List, StringComparison.Ordinal) is >= 0 and var list)
            return (path, path[(list + List.Length)..].Split('&')[0]);
        if (path.StartsWith(OnDemand, StringComparison.Ordinal)) return ("ondemand", path[OnDemand.Length..]);

        var first = path.IndexOf('/', StringComparison.Ordinal);
        if (first < 0) return (path, "");
        var second = path.IndexOf('/', first + 1);
        var colon = path.IndexOf(':', first + 1);
        return second < 0 || (colon >= 0 && colon < second) ? (path[..first], path[(first + 1)..]) : (path[..second], path[(second + 1)..]);
    }

    private static string Named(string stream)
    {
        if (!stream.Contains(':', StringComparison.Ordinal) && (stream.EndsWith(".f4v", StringComparison.Ordinal) || stream.EndsWith(".mp4", StringComparison.Ordinal))) return "mp4:" + stream;
        return stream.EndsWith(".flv", StringComparison.Ordinal) ? stream[..^4] : stream;
    }
}

using NodaTime;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>One speaker's connection at one moment, as it is kept: table <c>links</c>. No addresses.</summary>
internal sealed record LinkRow
{
    public required string Speaker { get; init; }
    public required Instant At { get; init; }
    public required string Link { get; init; }
    public string? Rung { get; init; }
    public string? Reason { get; init; }

    /// <summary>Of what comes from them: udp, tcp, relay, or relay-udp, relay-tcp, relay-tls where their page says so; with <c>6</c> behind it by IPv6.</summary>
    public string? UpPath { get; init; }
    public int? UpRoundTrip { get; init; }
    public long? UpRate { get; init; }
    public long? UpAllowed { get; init; }
    public double? UpLost { get; init; }
    public double? SoundMissing { get; init; }
    public int? UpQueue { get; init; }
    public string? DownPath { get; init; }
    public int? DownRoundTrip { get; init; }
    public long? DownRate { get; init; }
    public long? DownEstimate { get; init; }
    public double? DownLost { get; init; }

    /// <summary>Of the first picture that they are sent.</summary>
    public string? Layer { get; init; }
    public string? Why { get; init; }

    /// <summary>The last one: <c>up silence</c>.</summary>
    public string? Failure { get; init; }
    public Instant? FailureAt { get; init; }

    public static LinkRow Of(LinkView link, Instant at)
    {
        var picture = link.Down?.Pictures.Count > 0 ? link.Down.Pictures[0] : null;
        return new()
        {
            Speaker = link.Speaker,
            At = at,
            Link = link.Link,
            Rung = link.Rung,
            Reason = link.RungReason,
            UpPath = PathOf(link.Up?.Path, link.Up?.Relay, link.Up?.Ipv6),
            UpRoundTrip = link.Up?.RoundTripMs,
            UpRate = link.Up?.BitsPerSecond,
            UpAllowed = link.Up?.AllowedBitsPerSecond,
            UpLost = link.Up?.Lost,
            SoundMissing = link.Up?.SoundMissing,
            UpQueue = link.Up?.QueueMs,
            DownPath = PathOf(link.Down?.Path, link.Down?.Relay, link.Down?.Ipv6),
            DownRoundTrip = link.Down?.RoundTripMs,
            DownRate = link.Down?.BitsPerSecond,
            DownEstimate = link.Down?.EstimateBitsPerSecond,
            DownLost = link.Down?.Lost,
            Layer = picture?.Layer,
            Why = picture?.Why,
            Failure = link.LastFailure is { } failure ? $"{failure.Way} {failure.What}" : null,
            FailureAt = link.LastFailure is { } last ? Instant.FromUnixTimeMilliseconds(last.At) : null,
        };
    }

    /// <summary>What makes a row at once instead of with the next ten seconds.</summary>
    public bool IsNewsAfter(LinkRow before) =>
        (Link, Rung, Reason, UpPath, DownPath, Failure) != (before.Link, before.Rung, before.Reason, before.UpPath, before.DownPath, before.Failure);

    private static string? PathOf(string? path, string? relay, bool? ipv6) => path is null ? null : $"{path}{(relay is null ? "" : $"-{relay}")}{(ipv6 == true ? "6" : "")}";
}

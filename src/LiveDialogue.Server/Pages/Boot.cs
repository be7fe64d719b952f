using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using LiveDialogue.Server.Pages.Clocks;

namespace LiveDialogue.Server.Pages;

/// <summary>What a page hands its script: <c>web/src/boot.ts</c> has the same shape. It stands in the page as data, which the content security policy doesn't run.</summary>
public sealed record Boot
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        // Arabic as it is; <, > and & still escaped, so that no text can end the script element.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Screen { get; init; }
    public required string Language { get; init; }

    /// <summary>CLDR's name of the reader's digits.</summary>
    public required string Digits { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Messages { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long ServerTime { get; init; }

    public IReadOnlyList<PlaceClock> Clocks { get; init; } = [];
    public BootEvent? Event { get; init; }
    public BootInvite? Invite { get; init; }

    /// <summary>The bearer token of the link that led here. Only on pages that are no-store and no-referrer.</summary>
    public string? Token { get; init; }

    public string? Csrf { get; init; }

    /// <summary>The public board as the page shows it.</summary>
    public object? Questions { get; init; }

    /// <summary>How questions come in, as the board <c>intake</c> says it.</summary>
    public object? Intake { get; init; }

    /// <summary>Its questions in the page's language, as far as they are said in it.</summary>
    public IReadOnlyList<Questions.Languages.TextView>? Texts { get; init; }

    /// <summary>Of the page that tries ways through the network.</summary>
    public BootConnect? Connect { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Format);
}

/// <param name="Start">Milliseconds since 1970.</param>
/// <param name="When">The start in words, the reader's time first and then the event's own.</param>
/// <param name="Program">Null where the server makes none and none was recorded.</param>
public sealed record BootEvent(string Id, string Slug, string Title, string State, long Start, bool Open, IReadOnlyList<string> When, BootProgram? Program = null);

/// <param name="Hls">Path of the master playlist: live while the event is, the recording after it.</param>
/// <param name="Mass">Begin with HLS instead of WebRTC.</param>
/// <param name="Recording">Path of the download, once it is made.</param>
public sealed record BootProgram(string Hls, bool Mass, string? Recording);

public sealed record BootInvite(string Id, string Role, string Name, string Place, string Zone, string Language);

/// <param name="Udp">Addresses and ports of the media, for those who open firewalls.</param>
/// <param name="Tcp">The same by TCP; empty where it is off.</param>
/// <param name="Relays">Addresses of TURN servers; their credentials come with each probe.</param>
public sealed record BootConnect(IReadOnlyList<string> Udp, IReadOnlyList<string> Tcp, IReadOnlyList<string> Relays);

using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions.Clusters;
using LiveDialogue.Server.Questions.Safety;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <summary>A row of the questions table; Dapper fills and reads it by column name.</summary>
internal sealed class QuestionRow
{
    public const string Columns =
        "id, event, device, text, language, name, country, addressee, state, reason, merged_into, answer, "
        + "claim_holder, claim_name, claim_until, votes, created_at, live_at, answered_at, revision, "
        + "shown, flags, channel, detected_language, detected_confidence, risk, reports, addressee_id, labels, offset_seconds, "
        + "cluster, similar, merged_count, blocked";

    /// <summary>The same columns as parameters.</summary>
    public const string Parameters =
        "@Id, @Event, @Device, @Text, @Language, @Name, @Country, @Addressee, @State, @Reason, @MergedInto, @Answer, "
        + "@ClaimHolder, @ClaimName, @ClaimUntil, @Votes, @CreatedAt, @LiveAt, @AnsweredAt, @Revision, "
        + "@Shown, @Flags, @Channel, @DetectedLanguage, @DetectedConfidence, @Risk, @Reports, @AddresseeId, @Labels, @OffsetSeconds, "
        + "@Cluster, @Similar, @MergedCount, @Blocked";

    public QuestionId Id { get; init; }
    public EventId Event { get; init; }
    public string Device { get; init; } = "";
    public string Text { get; init; } = "";
    public string Language { get; init; } = "";
    public string? Name { get; init; }
    public string? Country { get; init; }
    public string? Addressee { get; init; }
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public QuestionId? MergedInto { get; init; }
    public string? Answer { get; init; }
    public string? ClaimHolder { get; init; }
    public string? ClaimName { get; init; }
    public Instant? ClaimUntil { get; init; }
    public int Votes { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant? LiveAt { get; init; }
    public Instant? AnsweredAt { get; init; }
    public int Revision { get; init; }
    public string? Shown { get; init; }
    public string Flags { get; init; } = "[]";
    public string Channel { get; init; } = "web";
    public string? DetectedLanguage { get; init; }
    public double? DetectedConfidence { get; init; }
    public string? Risk { get; init; }
    public int Reports { get; init; }
    public string? AddresseeId { get; init; }

    /// <summary>A JSON list; null for none.</summary>
    public string? Labels { get; init; }

    public int? OffsetSeconds { get; init; }
    public string? Cluster { get; init; }
    public string? Similar { get; init; }
    public int MergedCount { get; init; }
    public bool Blocked { get; init; }

    public static QuestionRow Of(Question question) => new()
    {
        Id = question.Id,
        Event = question.Event,
        Device = question.Device,
        Text = question.Text,
        Language = question.Language,
        Name = question.Name,
        Country = question.Country,
        Addressee = question.Addressee,
        State = question.State.Wire(),
        Reason = question.Reason?.Wire(),
        MergedInto = question.MergedInto,
        Answer = question.Answer,
        ClaimHolder = question.Claim?.Holder,
        ClaimName = question.Claim?.Name,
        ClaimUntil = question.Claim?.Until,
        Votes = question.Votes,
        CreatedAt = question.CreatedAt,
        LiveAt = question.LiveAt,
        AnsweredAt = question.AnsweredAt,
        Revision = question.Revision,
        Shown = question.Shown,
        Flags = question.Flags.Count == 0 ? "[]" : JsonSerializer.Serialize(question.Flags),
        Channel = question.Channel,
        DetectedLanguage = question.Detected?.Language,
        DetectedConfidence = question.Detected?.Confidence,
        Risk = question.Risk?.Wire(),
        Reports = question.Reports,
        AddresseeId = question.AddresseeId,
        Labels = question.Labels.Count == 0 ? null : JsonSerializer.Serialize(question.Labels, Json.Options),
        OffsetSeconds = question.OffsetSeconds,
        Cluster = question.Note.Cluster,
        Similar = question.Note.Similar,
        MergedCount = question.MergedCount,
        Blocked = question.Blocked,
    };

    public Question ToQuestion() => new()
    {
        Id = Id,
        Event = Event,
        Device = Device,
        Text = Text,
        Language = Language,
        Name = Name,
        Country = Country,
        Addressee = Addressee,
        State = QuestionStates.Parse(State),
        Reason = RejectReasons.TryParse(Reason, out var reason) ? reason : null,
        MergedInto = MergedInto,
        Answer = Answer,
        Claim = ClaimHolder is not null && ClaimUntil is { } until ? new Claim(ClaimHolder, ClaimName ?? "", until) : null,
        Votes = Votes,
        CreatedAt = CreatedAt,
        LiveAt = LiveAt,
        AnsweredAt = AnsweredAt,
        Revision = Revision,
        Shown = Shown ?? Redaction.Of(Text).Shown,
        Flags = Flags == "[]" ? [] : JsonSerializer.Deserialize<string[]>(Flags) ?? [],
        Channel = Channel,
        Detected = DetectedLanguage is { } detected ? new(detected, DetectedConfidence ?? 0) : null,
        Risk = RiskStates.Parse(Risk),
        Reports = Reports,
        AddresseeId = AddresseeId,
        Labels = Labels is null ? [] : JsonSerializer.Deserialize<string[]>(Labels, Json.Options) ?? [],
        OffsetSeconds = OffsetSeconds,
        Note = Cluster is null && Similar is null ? ClusterNote.None : new(Cluster, Similar),
        MergedCount = MergedCount,
        Blocked = Blocked,
    };
}

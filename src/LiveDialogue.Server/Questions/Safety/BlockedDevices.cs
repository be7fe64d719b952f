using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>Devices that may not ask at an event any more, by the digest their questions carry.</summary>
internal static class BlockedDevices
{
    public static async Task<bool> HoldsAsync(DbReader reader, EventId eventId, string device) =>
        device.Length > 0 && await reader.FirstAsync<int>("SELECT count(*) FROM blocked_devices WHERE event = @eventId AND device = @device", new { eventId, device }) > 0;

    public static async Task<bool> AddAsync(DbWriter tx, EventId eventId, string device, Instant now) =>
        await tx.ExecuteAsync("INSERT INTO blocked_devices (event, device, at) VALUES (@eventId, @device, @now) ON CONFLICT DO NOTHING", new { eventId, device, now }) > 0;

    public static async Task<bool> RemoveAsync(DbWriter tx, EventId eventId, string device) =>
        await tx.ExecuteAsync("DELETE FROM blocked_devices WHERE event = @eventId AND device = @device", new { eventId, device }) > 0;

    public static async Task<IReadOnlyList<Question>> QuestionsAsync(DbReader reader, EventId eventId, string device) =>
        [.. (await reader.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @eventId AND device = @device ORDER BY created_at, id", new { eventId, device })).Select(row => row.ToQuestion())];
}

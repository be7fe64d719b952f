using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Schedule.Slots;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Offices;

/// <summary>The list of offices in the database. Thread-safe.</summary>
internal sealed class OfficeStore(Db db, IClock clock)
{
    /// <summary>More would be a mistake of a script.</summary>
    public const int MaxOffices = 1000;

    public async Task<IReadOnlyList<StoredOffice>> ListAsync(CancellationToken ct) =>
        [.. (await db.QueryAsync<Row>("SELECT id, plan, version FROM offices ORDER BY name, id", null, ct)).Select(row => row.ToOffice())];

    public async Task<StoredOffice?> FindAsync(string id, CancellationToken ct) =>
        (await db.FirstAsync<Row>("SELECT id, plan, version FROM offices WHERE id = @id", new { id }, ct))?.ToOffice();

    /// <returns>Null when the list is full.</returns>
    public Task<StoredOffice?> AddAsync(PlanningOffice plan, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            if (await tx.FirstAsync<int>("SELECT count(*) FROM offices") >= MaxOffices) return null;
            var office = new StoredOffice(Ulid.New(clock), plan, 1);
            await tx.ExecuteAsync(
                "INSERT INTO offices (id, name, plan, version, created_at, updated_at) VALUES (@Id, @Name, @plan, 1, @now, @now)",
                new { office.Id, plan.Name, plan = Text(plan), now = clock.GetCurrentInstant() });
            return office;
        },
        ct);

    /// <param name="isCurrent">Of the office as it stands: whether the writer had read this one.</param>
    /// <returns>The office before, and after if it was changed; null when there is none of this id.</returns>
    public Task<(StoredOffice Before, StoredOffice? After)?> ReplaceAsync(string id, PlanningOffice plan, Func<StoredOffice, bool> isCurrent, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            if ((await tx.FirstAsync<Row>("SELECT id, plan, version FROM offices WHERE id = @id", new { id }))?.ToOffice() is not { } before) return ((StoredOffice, StoredOffice?)?)null;
            if (!isCurrent(before)) return (before, null);
            var after = new StoredOffice(id, plan, before.Version + 1);
            await tx.ExecuteAsync(
                "UPDATE offices SET name = @Name, plan = @plan, version = @Version, updated_at = @now WHERE id = @id",
                new { id, plan.Name, plan = Text(plan), after.Version, now = clock.GetCurrentInstant() });
            return (before, after);
        },
        ct);

    /// <returns>False when there is none of this id.</returns>
    public Task<bool> RemoveAsync(string id, CancellationToken ct) =>
        db.TransactionAsync(async tx => await tx.ExecuteAsync("DELETE FROM offices WHERE id = @id", new { id }) > 0, ct);

    private static string Text(PlanningOffice plan) => JsonSerializer.Serialize(OfficePlanReader.Write(plan), Json.Options);

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string Plan { get; init; } = "";
        public long Version { get; init; }

        /// <summary>Read by the same rules as a request: what we wrote has no errors.</summary>
        public StoredOffice ToOffice() => new(Id, OfficePlanReader.Read(JsonSerializer.Deserialize<OfficePlanRequest>(Plan, Json.Options) ?? new(), "", []), Version);
    }
}

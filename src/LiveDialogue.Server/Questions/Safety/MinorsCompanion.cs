using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>
/// When a dialogue becomes one with minors, what is stored already loses names and finer places, in the same transaction, and so do
/// the change rows that screens catch up from. It isn't brought back when the setting is taken away.
/// </summary>
/// <param name="services">For the store: asked for late, since others that stand behind it may need the events themselves.</param>
internal sealed class MinorsCompanion(IServiceProvider services) : IEventCompanion
{
    public async Task StoreAsync(DbWriter tx, LiveEvent? before, LiveEvent after, string kind)
    {
        if (before is null || before.Minors == after.Minors) return;
        if (kind != DeskStore.MinorsKind) await services.GetRequiredService<DeskStore>().TellIntakeAsync(tx, after.Id);      // else it tells by itself
        if (!after.Minors) return;

        await tx.ExecuteAsync("UPDATE changes SET payload = json_remove(payload, '$.name', '$.country') WHERE event = @Id AND board LIKE 'questions.%'", new { after.Id });
        var store = services.GetRequiredService<QuestionStore>();
        var rows = await tx.QueryAsync<QuestionRow>($"SELECT {QuestionRow.Columns} FROM questions WHERE event = @Id AND (name IS NOT NULL OR country IS NOT NULL)", new { after.Id });
        foreach (var question in rows.Select(row => row.ToQuestion()))
            await store.SaveAsync(tx, question, question.WithoutPerson(AskerPlace.CountryOnly(question.Country, question.Language)));
    }
}

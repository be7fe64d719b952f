using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Rules;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>After newer zone rules: mails to those whose own local time became another, and to nobody else.</summary>
internal sealed class ChangedTimes(Outbox outbox) : IStartMoved
{
    public async Task TellAsync(DbWriter tx, LiveEvent before, IDateTimeZoneProvider old, LiveEvent after, IDateTimeZoneProvider newer)
    {
        if (after.State is not EventState.Published) return;
        var people = await tx.QueryAsync<Person>("SELECT id, name, zone, language, place FROM invites WHERE event = @Id AND revoked_at IS NULL AND email IS NOT NULL", new { after.Id });
        foreach (var person in people)
        {
            var was = before.Start.At.InZone(old[person.Zone]);
            if (was.LocalDateTime == after.Start.At.InZone(newer[person.Zone]).LocalDateTime) continue;
            var texts = Wording.For(person.Language);
            var words = LocalTimes.Say(texts, was, person.Place ?? before.PlaceOf(person.Zone, texts.Language), dayShift: 0);
            // The version makes the mail its own: an event may be moved back to where it was.
            await outbox.AddAsync(tx, after.Id, person.Id, $"{Mail.TimesChanged}.{newer.VersionId.Split(' ')[1]}", after.Start.At.ToUnixTimeSeconds(), words);
        }
    }

    private sealed record Person
    {
        public InviteId Id { get; init; }
        public string Name { get; init; } = "";
        public string Zone { get; init; } = "";
        public string Language { get; init; } = "";
        public string? Place { get; init; }
    }
}

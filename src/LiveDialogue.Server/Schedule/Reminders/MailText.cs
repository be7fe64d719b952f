using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Events.Calendar;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <param name="Join">The person's own way in.</param>
/// <param name="Page">The event's public page.</param>
/// <param name="Calendar">All of the person's dates.</param>
internal sealed record MailLinks(Uri Join, Uri Page, Uri Calendar);

/// <summary>The words of a mail: in the person's language, with the person's local time and the event's own, and the calendar entry. Pure.</summary>
internal static class MailText
{
    public static MailMessage Of(Mail mail, LiveEvent e, Invite invite, MailOptions from, MailLinks links, IDateTimeZoneProvider zones, Instant now)
    {
        var texts = Wording.For(invite.Language);
        var word = mail.Kind.StartsWith(Mail.TimesChanged, StringComparison.Ordinal) ? Mail.TimesChanged : mail.Kind;
        var message = new MailMessage
        {
            From = MailName.Beside(from.FromName, from.From),
            Subject = OneLine(Subject(mail, word, e, invite, zones, texts, now)),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(MailName.Beside(invite.Name, Address(invite)));
        message.Headers.Add("Message-ID", $"<{mail.Id}@{from.From[(from.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>");
        message.Headers.Add("Content-Language", texts.Language.Code);
        message.Headers.Add("Auto-Submitted", "auto-generated");   // RFC 3834: no holiday answers
        var text = AlternateView.CreateAlternateViewFromString(string.Join("\r\n", Lines(mail, word, e, invite, links, zones, texts)) + "\r\n", Encoding.UTF8, MediaTypeNames.Text.Plain);
        text.TransferEncoding = TransferEncoding.QuotedPrintable;
        message.AlternateViews.Add(text);
        message.AlternateViews.Add(Calendar(mail, e, invite, from, links.Page, zones));
        return message;
    }

    // A reminder that is late says when, not in how long.
    private static string Subject(Mail mail, string word, LiveEvent e, Invite invite, IDateTimeZoneProvider zones, Wording texts, Instant now) =>
        mail.IsReminder && !ReminderPlan.IsPunctual(mail.Kind, e.Start.At, now)
            ? texts["mail.subject.reminder", ("title", e.Title), ("at", Yours(e, invite, zones, texts))]
            : texts[$"mail.subject.{word}", ("title", e.Title)];

    private static List<string> Lines(Mail mail, string word, LiveEvent e, Invite invite, MailLinks links, IDateTimeZoneProvider zones, Wording texts)
    {
        var told = word is Mail.TimesChanged or Mail.Invited or Mail.Updated or Mail.Cancelled or Mail.Withdrawn ? $"mail.{word}" : "mail.reminder";
        var lines = new List<string> { texts["mail.hello", ("name", invite.Name)], "", texts[told, ("title", e.Title)], "" };
        lines.AddRange(Times(e, invite, zones, texts));
        if (word == Mail.TimesChanged && mail.Was is { } was) lines.Add(texts["mail.was", ("was", was)]);
        if (mail.IsCancel) return lines;
        if (word == Mail.Invited) lines.Add(texts["mail.part", ("role", texts[$"people.role.{invite.Role.ToString().ToLowerInvariant()}"])]);
        lines.AddRange(["", texts["mail.join"], links.Join.AbsoluteUri, "", texts["mail.page"], links.Page.AbsoluteUri, "", texts["mail.calendar"], links.Calendar.AbsoluteUri]);
        return lines;
    }

    /// <summary>"Wednesday 17 March, 01:00, Suva (UTC+12:00), next day" and, where it differs, the event's own.</summary>
    public static IReadOnlyList<string> Times(LiveEvent e, Invite invite, IDateTimeZoneProvider zones, Wording texts)
    {
        var own = e.Start.At.InZone(zones[e.Start.Meant.ZoneId]);
        var yours = texts["mail.your-time", ("at", Yours(e, invite, zones, texts))];
        return invite.Zone == own.Zone.Id ? [yours] : [yours, texts["mail.event-time", ("at", LocalTimes.Say(texts, own, e.PlaceOf(own.Zone.Id, texts.Language), dayShift: 0))]];
    }

    private static string Yours(LiveEvent e, Invite invite, IDateTimeZoneProvider zones, Wording texts)
    {
        var there = e.Start.At.InZone(zones[invite.Zone]);
        return LocalTimes.Say(texts, there, invite.Place ?? e.PlaceOf(invite.Zone, texts.Language), LocalTimes.DayShift(there, e.Start.At.InZone(zones[e.Start.Meant.ZoneId])));
    }

    // The public page alone: calendars are shown to others, and a way in is not.
    private static AlternateView Calendar(Mail mail, LiveEvent e, Invite invite, MailOptions from, Uri page, IDateTimeZoneProvider zones)
    {
        var attendee = new CalendarParty(invite.Name, Address(invite));
        CalendarMessage message = mail.IsCancel ? new CalendarMessage.Cancel(from.Organizer, attendee, mail.CreatedAt) : new CalendarMessage.Request(from.Organizer, attendee, mail.CreatedAt);
        var type = new ContentType("text/calendar") { CharSet = "utf-8" };
        type.Parameters.Add("method", CalendarFile.Method(message));   // RFC 6047 §2.4
        return new(new MemoryStream(CalendarFile.Write(message, [new(e, page)], zones)), type) { TransferEncoding = TransferEncoding.Base64 };
    }

    private static string Address(Invite invite) => new MailAddress(invite.Email!).Address;   // only invites with an address get mail, and it was checked when it was given

    private static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}

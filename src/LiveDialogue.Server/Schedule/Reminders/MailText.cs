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

/// <summary>The words of a mail: in the person's language, with the person's local time and the event's own, and the calendar entry. Pure.</summary>
internal static class MailText
{
    /// <param name="join">The person's own link.</param>
    /// <param name="page">The event's public page.</param>
    public static MailMessage Of(Mail mail, LiveEvent e, Invite invite, MailOptions from, Uri join, Uri page, IDateTimeZoneProvider zones)
    {
        var texts = Wording.For(invite.Language);
        var changed = mail.Kind.StartsWith(Mail.TimesChanged, StringComparison.Ordinal);
        var subject = changed ? texts["mail.subject.times-changed", ("title", e.Title)] : texts[$"mail.subject.{mail.Kind}", ("title", e.Title)];
        var lines = new List<string> { texts["mail.hello", ("name", invite.Name)], "", texts[changed ? "mail.times-changed" : "mail.reminder", ("title", e.Title)], "" };
        lines.AddRange(Times(e, invite, zones, texts));
        if (changed && mail.Was is { } was) lines.Add(texts["mail.was", ("was", was)]);
        lines.AddRange(["", texts["mail.join"], join.AbsoluteUri, "", texts["mail.page"], page.AbsoluteUri]);

        var message = new MailMessage
        {
            From = new(from.From, from.FromName, Encoding.UTF8),
            Subject = OneLine(subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(Address(invite), OneLine(invite.Name), Encoding.UTF8));
        message.Headers.Add("Message-ID", $"<{mail.Id}@{from.From[(from.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>");
        message.Headers.Add("Content-Language", texts.Language.Code);
        message.Headers.Add("Auto-Submitted", "auto-generated");   // RFC 3834: no holiday answers
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(string.Join("\r\n", lines) + "\r\n", Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(Calendar(e, invite, from, page, zones));
        return message;
    }

    /// <summary>"Wednesday 17 March, 01:00, Suva (UTC+12:00), next day" and, where it differs, the event's own.</summary>
    public static IReadOnlyList<string> Times(LiveEvent e, Invite invite, IDateTimeZoneProvider zones, Wording texts)
    {
        var own = e.Start.At.InZone(zones[e.Start.Meant.ZoneId]);
        var there = e.Start.At.InZone(zones[invite.Zone]);
        var place = invite.Place ?? e.PlaceOf(invite.Zone, texts.Language);
        var yours = texts["mail.your-time", ("at", LocalTimes.Say(texts, there, place, LocalTimes.DayShift(there, own)))];
        return invite.Zone == own.Zone.Id ? [yours] : [yours, texts["mail.event-time", ("at", LocalTimes.Say(texts, own, e.PlaceOf(own.Zone.Id, texts.Language), dayShift: 0))]];
    }

    private static AlternateView Calendar(LiveEvent e, Invite invite, MailOptions from, Uri page, IDateTimeZoneProvider zones)
    {
        var request = new CalendarMessage.Request(from.Organizer, new(invite.Name, Address(invite)), e.RevisedAt);
        var type = new ContentType("text/calendar") { CharSet = "utf-8" };
        type.Parameters.Add("method", CalendarFile.Method(request));   // RFC 6047 §2.4
        return new(new MemoryStream(CalendarFile.Write(request, [new(e, page)], zones)), type) { TransferEncoding = TransferEncoding.Base64 };
    }

    private static string Address(Invite invite) => new MailAddress(invite.Email!).Address;   // only invites with an address get mail, and it was checked when it was given

    private static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}

using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Demo;

/// <summary>Field offices that publish for as long as whoever started them holds the other end of the standard input.</summary>
internal static class DemoCommand
{
    private const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    private static readonly TimeSpan EncoderRestart = TimeSpan.FromSeconds(1);

    internal static async Task<int> RunAsync(TextReader input, CancellationTokenSource stop)
    {
        if (await input.ReadLineAsync(stop.Token) is not { } line || DemoInput.Parse(line) is not { } demo)
        {
            await Console.Error.WriteLineAsync("demo reads one line of JSON from the standard input: the offices, and where the public asks.");
            return 2;
        }
        // Its end is our end. On a thread of its own: the console's reader blocks in its asynchronous methods too.
        _ = Task.Run(input.ReadToEnd, CancellationToken.None).ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
        try
        {
            await RunAllAsync(demo, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (InvalidOperationException broken)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return 1;
        }
    }

    private static async Task RunAllAsync(DemoInput demo, CancellationToken ct)
    {
        var offices = demo.Offices;
        var speech = await Task.WhenAll(offices.Select((office, i) => SpeakAsync(office, i, ct)));
        var clock = new MonoClock();
        var turns = new Turns(speech);
        var start = clock.Now;
        using var factory = new OpenSslDtlsFactory();
        using var loop = new PeerLoop("offices", factory, clock);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var asking = demo.Dialogue is { } dialogue ? AskAsync(new(http, dialogue, Console.WriteLine), ct) : Task.CompletedTask;
        await Task.WhenAll(offices.Select((office, i) => PublishAsync(office, i, turns, start, loop, http, broken)).Append(asking));
        ct.ThrowIfCancellationRequested();
    }

    // without its public the offices are a demo still
    private static async Task AskAsync(DemoPublic asking, CancellationToken ct)
    {
        try
        {
            await asking.RunAsync(ct);
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            Console.WriteLine($"The public could not ask: {failed.Message}");
        }
    }

    private static async Task<IReadOnlyList<short[]>> SpeakAsync(DemoOffice office, int number, CancellationToken ct)
    {
        var sentences = new List<short[]>();
        foreach (var sentence in office.Sentences) sentences.Add(await Voice.SpeakAsync(sentence, office.Language, number, ct));
        return sentences;
    }

    private static async Task PublishAsync(DemoOffice office, int number, Turns turns, MonoTime start, PeerLoop loop, HttpClient http, CancellationTokenSource broken)
    {
        var picture = new PipedVideo(loop.Clock);
        using var sound = new OfficeSound(number, turns, start);
        var ssrcs = PublisherSsrcs.New();
        var drawing = DrawAsync(office, number, picture, broken.Token);
        var publishing = Reconnecting.RunAsync(
            loop,
            new(http, new(office.Whip), office.Token),
            ice => Offer.ForPublisher(ice, loop.Factory.Fingerprint.Span, ssrcs),
            (answer, ended) => new Publisher(
                answer, ssrcs, picture, sound, stamps: null, loop.Clock, () => Console.WriteLine($"{office.Name} is publishing."), ended),
            what => Console.WriteLine($"{office.Name}: {what}"),
            broken.Token);
        if (await Task.WhenAny(drawing, publishing) == drawing && drawing.IsFaulted) await broken.CancelAsync();
        await Task.WhenAll(drawing, publishing);
    }

    /// <summary>Keeps an encoder running: it is started again when it dies.</summary>
    private static async Task DrawAsync(DemoOffice office, int number, PipedVideo picture, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            using var encoder = Programs.Start("ffmpeg", OfficePicture.ArgumentsFor(office.Name, number, Font), OfficePicture.PosixZone(office.UtcOffsetMinutes));
            await using var killed = ct.Register(() => Programs.Kill(encoder));
            try
            {
                await picture.ReadAsync(encoder.StandardOutput.BaseStream, ct);
            }
            catch (Exception ended) when (ended is EndOfStreamException or InvalidDataException or IOException or OperationCanceledException)
            {
                // below: killed, or started again
            }
            Programs.Kill(encoder);
            if (ct.IsCancellationRequested) return;

            Console.WriteLine($"{office.Name}: the picture's encoder ended and is started again.");
            await Task.Delay(EncoderRestart, TimeProvider.System, CancellationToken.None);
        }
    }
}

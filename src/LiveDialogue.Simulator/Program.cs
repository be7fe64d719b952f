using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Simulator;

const string Help = """
    LiveDialogue.Simulator: synthetic field offices and viewers over real ICE, DTLS and SRTP.

      publish --url WHIP --token TOKEN [--video FILE.ivf] [--kbps N]
          one speaker: prepared VP8 (or, without a file, synthetic frames of N kb/s) and sound
      watch --url WHEP [--token TOKEN] [--viewers N] [--seconds N] [--authenticate-one-in N] [--joins-at-once N]
          N viewers, of whom some (16) may be at the door at once; prints what they received
      demo
          field offices that talk in turn, and a public that asks; reads one line of JSON from the standard input,
          {offices: [{server, whip, token, name, zone, utcOffsetMinutes, language, sentences}], dialogue: {questions, moderator}},
          and ends with that input
      bench sfu [--viewers N] [--seconds N] [--kbps N] [--rounds N] [--server DLL] [--port N]
          starts the server in its own process and measures it; the last lines are figures
      bench sfu --joins N
          N viewers come at once while fifty are there
      bench sfu --vs janus | --vs floor --floor PROGRAM
          the same against another forwarder, in turns, at 100, 200 and 400 viewers
      bench sfu … --cut-trains
          viewers who take datagrams one by one: the sender's kernel cuts its trains up
      bench boards [--viewers N] [--seconds N] [--rounds N] [--server DLL]
          N screens on the server's hub, a change a second, against nats-server over WebSocket, in turns
      storm --url URL --event ID --token MODERATOR [--seconds N] [--per-minute N] [--viewers N] [--moderators N] [--seed N]
          an audience asks and watches; says at the end what was lost, doubled and not told
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Cancel();
});

try
{
    return args switch
    {
        ["publish", .. var rest] => await PublishCommand.RunAsync(rest, stop.Token),
        ["watch", .. var rest] => await WatchCommand.RunAsync(rest, stop.Token),
        ["demo"] => await LiveDialogue.Simulator.Demo.DemoCommand.RunAsync(Console.In, stop),
        ["bench", "sfu", .. var rest] => await LiveDialogue.Simulator.Bench.SfuBench.RunAsync(rest, stop.Token),
        ["bench", "boards", .. var rest] => await LiveDialogue.Simulator.Boards.BoardsBench.RunAsync(rest, stop.Token),
        ["storm", .. var rest] => await LiveDialogue.Simulator.Storm.StormCommand.RunAsync(rest, stop.Token),
        ["--help"] or ["-h"] => Usage(Console.Out, 0),
        _ => Usage(Console.Error, 2),
    };
}
catch (OpenSslMissingException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 1;
}

static int Usage(TextWriter to, int exitCode)
{
    to.WriteLine(Help);
    return exitCode;
}

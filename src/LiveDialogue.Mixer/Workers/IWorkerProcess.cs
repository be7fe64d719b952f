namespace LiveDialogue.Mixer.Workers;

/// <summary>A running child process with three pipes (ffmpeg | a script of tests).</summary>
public interface IWorkerProcess : IAsyncDisposable
{
    int Id { get; }

    /// <summary>Its standard input. Writing to a dead one throws <see cref="IOException"/>.</summary>
    Stream Input { get; }

    /// <summary>Its standard output.</summary>
    Stream Output { get; }

    /// <summary>Completes with the exit code; never faults.</summary>
    Task<int> Exited { get; }

    /// <summary>The last lines of its standard error, for the operator; secrets of the command are replaced.</summary>
    string LastWords { get; }

    void Kill();

    /// <summary>It has read what it was told in private: nobody needs to find that any more.</summary>
    void ForgetPrivate()
    {
    }
}

/// <summary>Starts workers: directly, without a shell, with lowered privileges and limits.</summary>
public interface IWorkerStarter
{
    /// <exception cref="WorkerStartException">The program isn't there or can't be run.</exception>
    IWorkerProcess Start(WorkerCommand command);
}

/// <param name="Purpose">For logs: "decoder", "encoder".</param>
/// <param name="Arguments">One each; nothing is split or expanded.</param>
/// <param name="Secrets">Parts of the arguments that must not appear in logs or status.</param>
public sealed record WorkerCommand(string Purpose, string Program, IReadOnlyList<string> Arguments, WorkerLimits Limits, IReadOnlyList<string> Secrets)
{
    /// <summary>As an argument: the path of a file that holds <see cref="Private"/>.</summary>
    public const string PrivateFile = "{private}";

    /// <summary>What the worker is told in a file that only it can read; empty: nothing.</summary>
    public string Private { get; init; } = "";
}

/// <summary>What a worker may use at most.</summary>
/// <param name="AddressSpaceBytes">RLIMIT_AS; 0: not limited.</param>
/// <param name="OpenFiles">RLIMIT_NOFILE.</param>
/// <param name="Unprivileged">Runs as nobody where we are root; without new privileges in any case.</param>
public sealed record WorkerLimits(long AddressSpaceBytes, int OpenFiles, bool Unprivileged)
{
    /// <summary>Fed by the internet: no files, no network needed.</summary>
    public static readonly WorkerLimits Decoder = new(1L << 30, 64, Unprivileged: true);

    /// <summary>Fed by ourselves; opens sockets.</summary>
    public static readonly WorkerLimits Encoder = new(0, 256, Unprivileged: false);
}

/// <summary>Why a worker can't run at all; for the operator.</summary>
public sealed class WorkerStartException(string message, Exception? cause = null) : Exception(message, cause);

using System.Globalization;
using LiveDialogue.Mixer.Io;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Io;

public sealed class ProgramThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Only_the_preferred_thread_itself_goes_first_and_not_what_it_starts()
    {
        var own = new TaskCompletionSource<int>();
        var others = new TaskCompletionSource<int>();
        ProgramThread? other = null;
        using var preferred = new ProgramThread("preferred", () => Once(own, () => other = new("other", () => Once(others), NullLogger.Instance, preferred: false)), NullLogger.Instance, preferred: true);

        Assert.Contains(await own.Task.WaitAsync(Patience), new[] { -10, 0 });     // 0 without the right to more
        Assert.Equal(0, await others.Task.WaitAsync(Patience));
        other!.Dispose();   // made before its round ended
    }

    private static bool Once(TaskCompletionSource<int> nice, Action? before = null)
    {
        before?.Invoke();
        // proc(5): the 19th field; the second is the name in brackets, which may hold anything.
        var fields = File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        nice.SetResult(int.Parse(fields[16], CultureInfo.InvariantCulture));
        return false;
    }
}

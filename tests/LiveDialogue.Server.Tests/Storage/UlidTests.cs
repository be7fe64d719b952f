using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Tests.Storage;

public sealed class UlidTests
{
    [Fact]
    public void Ids_of_one_moment_sort_as_they_were_made_whatever_other_clocks_do()
    {
        var (clock, other) = (new Standing(1_000), new Standing(2_000));
        var ids = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            ids.Add(Ulid.New(clock));
            Ulid.New(other);
        }
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private sealed class Standing(long milliseconds) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUnixTimeMilliseconds(milliseconds);
    }
}

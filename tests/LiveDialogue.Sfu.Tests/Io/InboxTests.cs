using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Sfu.Tests.Io;

public sealed class InboxTests
{
    [Fact]
    public void What_is_added_comes_out_in_its_order_and_full_is_full()
    {
        var inbox = new Inbox<int>(4);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++) Assert.True(inbox.TryAdd(i));
            Assert.True(inbox.IsCrowded);
            Assert.False(inbox.TryAdd(4));
            for (var i = 0; i < 4; i++)
            {
                Assert.True(inbox.TryTake(out var item));
                Assert.Equal(i, item);
            }
            Assert.True(inbox.IsEmpty);
            Assert.False(inbox.TryTake(out _));
        }
    }

    [Fact]
    public void Several_adders_lose_nothing_and_double_nothing()
    {
        const int Each = 20_000;
        var inbox = new Inbox<int>(256);
        var adders = Enumerable.Range(0, 3).Select(a => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
                while (!inbox.TryAdd((a * Each) + i)) Thread.Yield();
        })).ToList();
        adders.ForEach(a => a.Start());

        var last = new int[] { -1, -1, -1 };
        for (var taken = 0; taken < 3 * Each;)
        {
            if (!inbox.TryTake(out var item))
            {
                Thread.Yield();
                continue;
            }
            Assert.Equal(last[item / Each] + 1, item % Each);
            last[item / Each] = item % Each;
            taken++;
        }
        adders.ForEach(a => a.Join());
        Assert.True(inbox.IsEmpty);
    }
}

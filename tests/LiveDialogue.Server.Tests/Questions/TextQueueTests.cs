using LiveDialogue.Server.Events;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class TextQueueTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 16, 13, 0);
    private readonly TextQueue _queue = new();

    public TextQueueTests() => _queue.Use([new("en", "es"), new("es", "fr"), new("fr", "es")]);

    [Fact]
    public void The_most_urgent_comes_first_and_of_equals_the_newest()
    {
        _queue.Add(Job("old", rank: 3, askedAt: 1));
        _queue.Add(Job("new", rank: 3, askedAt: 2));
        _queue.Add(Job("live", rank: 0, askedAt: 0));
        Assert.Equal("live", Take());
        Assert.Equal("new", Take());
        Assert.Null(_queue.Take(Now)); // two of one way at once
    }

    [Fact]
    public void Each_way_has_its_own_patience()
    {
        _queue.Add(Job("a"));
        _queue.Add(Job("b"));
        _queue.Add(Job("c", from: "fr", to: "es"));
        var (first, second) = (_queue.Take(Now)!, _queue.Take(Now)!);
        _queue.Failed(first, Now);

        var third = _queue.Take(Now)!;
        Assert.Equal("fr", third.From);
        Assert.Null(_queue.Take(Now));
        _queue.Failed(second, Now);
        Assert.Equal(Now + Duration.FromSeconds(2), _queue.NextTry(Now));
        Assert.Null(_queue.Take(Now + Duration.FromSeconds(1)));
        var later = Now + Duration.FromSeconds(2);
        var probe = _queue.Take(later)!;
        Assert.Null(_queue.Take(later)); // one alone tries a way that failed
        _queue.Done(probe);
        Assert.NotNull(_queue.Take(later));
    }

    [Fact]
    public void It_rests_longer_after_each_failure_and_half_a_minute_at_most()
    {
        _queue.Add(Job("a"));
        var now = Now;
        var rests = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            _queue.Failed(_queue.Take(now)!, now);
            var next = _queue.NextTry(now)!.Value;
            rests.Add((int)(next - now).TotalSeconds);
            now = next;
        }
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], rests);
    }

    [Fact]
    public void A_text_that_an_engine_chokes_on_each_time_keeps_no_other_waiting()
    {
        _queue.Add(Job("choke", rank: 0));
        _queue.Failed(_queue.Take(Now)!, Now);
        _queue.Add(Job("plain"));

        var later = _queue.NextTry(Now)!.Value;
        var next = _queue.Take(later)!;
        Assert.Equal("plain", next.Question.Value);
        _queue.Done(next);
        Assert.Equal("choke", _queue.Take(later)!.Question.Value); // tried again all the same

        _queue.Add(Job("other"));
        _queue.Add(Job("choke", rank: 0, digest: "other words"));
        Assert.Equal("choke", _queue.Take(later)!.Question.Value); // a text of its own
    }

    [Fact]
    public void A_text_that_fails_again_and_again_says_nothing_of_its_way()
    {
        _queue.Add(Job("choke", rank: 0));
        var now = Now;
        for (var i = 0; i < 6; i++)
        {
            _queue.Failed(_queue.Take(now)!, now);
            now = _queue.NextTry(now)!.Value;
        }
        _queue.Failed(_queue.Take(now)!, now);
        _queue.Add(Job("plain"));
        _queue.Add(Job("other"));

        now += Duration.FromSeconds(1);
        var plain = _queue.Take(now)!;
        Assert.Equal("plain", plain.Question.Value);
        Assert.Equal("other", _queue.Take(now)!.Question.Value);
        _queue.Done(plain);
        Assert.Null(_queue.Take(now));                                   // it rests by itself
        Assert.Equal("choke", _queue.Take(now + Duration.FromSeconds(30))!.Question.Value);
    }

    [Fact]
    public void Nothing_stays_of_a_way_on_which_there_is_nothing_to_do()
    {
        foreach (var from in new[] { "aa", "ab", "ac", "fr" }) _queue.Add(Job(from, from: from));
        Assert.Equal(4, _queue.Ways);
        foreach (var from in new[] { "aa", "ab", "ac" }) _queue.Drop(new(from), _ => true);
        var job = _queue.Take(Now)!;
        Assert.Equal(1, _queue.Ways);
        _queue.Done(job);
        Assert.Equal((0, 0), (_queue.Count, _queue.Ways));
    }

    [Fact]
    public void What_is_planned_and_dropped_again_and_again_is_done_once()
    {
        for (var i = 0; i < 1000; i++)
        {
            _queue.Add(Job("a"));
            _queue.Add(Job("b"));
            _queue.Drop(new("a"), _ => true);
        }
        Assert.Equal("b", Take());
        Assert.Null(Take());
    }

    [Fact]
    public void What_the_engine_cannot_do_waits_until_it_can()
    {
        _queue.Add(Job("a", from: "sw"));
        Assert.Null(_queue.Take(Now));
        Assert.Null(_queue.NextTry(Now));
        Assert.True(_queue.Use([new("sw", "en"), new("en", "es")]));
        Assert.False(_queue.Use([new("sw", "en"), new("en", "es")]));
        Assert.Equal("a", Take());
    }

    [Fact]
    public void What_runs_is_not_done_twice_and_what_was_replaced_or_dropped_not_at_all()
    {
        _queue.Add(Job("a"));
        var running = _queue.Take(Now)!;
        _queue.Add(Job("a", rank: 0));
        Assert.Null(_queue.Take(Now));
        _queue.Failed(running, Now);
        Assert.Equal(0, _queue.Take(Now + Duration.FromSeconds(1))!.Urgency.Rank);

        _queue.Add(Job("b"));
        _queue.Add(Job("b", digest: "other words"));
        _queue.Add(Job("c"));
        _queue.Drop(new("c"), _ => true);
        Assert.Equal(1, _queue.Count);
    }

    private string? Take() => _queue.Take(Now)?.Question.Value;

    private static TextJob Job(string question, int rank = 3, int askedAt = 0, string from = "en", string to = "es", string digest = "words") =>
        new(new EventId("e"), new QuestionId(question), TextPart.Text, "words", digest, from, to, new(rank, -askedAt));
}
